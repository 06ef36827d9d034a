import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { Endpoint } from '../../../api/endpoint.ts';
import { listWebhookDeliveries } from '../../../api/endpoints/webhook-endpoints/list-webhook-deliveries.endpoint.ts';
import { replayWebhookDelivery } from '../../../api/endpoints/webhook-endpoints/replay-webhook-delivery.endpoint.ts';
import { testWebhook } from '../../../api/endpoints/webhook-endpoints/test-webhook.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addDelivery, addWebhook } from '../harness/webhook-rows.ts';

const world = useApiWorld();
const add = async () => (await addWebhook(world(), world().ours)).id;
const listOf = async (id: string, query = '') =>
  (await call(world(), listWebhookDeliveries, { id, role: 'supervisor', query }).expect(200)).body;
const disable = (id: string) =>
  world().inOrg(world().ours.orgId, (tx) =>
    tx.query(`UPDATE webhook_endpoint SET state = 'disabled' WHERE id = $1`, [id]),
  );

function replay(id: string, deliveryId: string) {
  const path = replayWebhookDelivery.path.replace('{id}', id).replace('{deliveryId}', deliveryId);
  return world().http.post(path).set('Authorization', `Bearer ${world().ours.tokens.admin}`);
}

describeEndpoint(listWebhookDeliveries, world, {
  200: () => {
    it('shows each try and the schedule of what waits', async () => {
      const id = await add();
      const failed = await addDelivery(world(), world().ours, id, 'failed');
      const pending = await addDelivery(world(), world().ours, id);
      const page = await listOf(id, '?limit=1');
      expect(page.data).toMatchObject([
        { id: pending, type: 'webhook.test', state: 'pending', tries: 0, attempts: [] },
      ]);
      const { schedule, createdAt } = page.data[0];
      expect(schedule).toHaveLength(10);
      expect(Math.abs(Date.parse(schedule[0]) - Date.parse(createdAt))).toBeLessThan(1_000);
      expect(Date.parse(schedule[1]) - Date.parse(schedule[0])).toBe(5_000);
      const rest = await listOf(id, `?limit=1&cursor=${page.nextCursor}`);
      expect(rest.data).toMatchObject([{ id: failed, state: 'failed', schedule: [] }]);
      expect(rest.data[0].attempts).toMatchObject([
        { tryNo: 1, status: 500, error: 'http_500', durationMs: 12 },
        { tryNo: 2 },
      ]);
      expect((await listOf(id, '?state=failed')).data).toHaveLength(1);
    });

    it('of an endpoint that is down begins when it is called again', async () => {
      const id = await add();
      await addDelivery(world(), world().ours, id);
      const later = Date.now() + 300_000;
      await world().inOrg(world().ours.orgId, (tx) =>
        tx.query('UPDATE webhook_endpoint SET retry_at = $2 WHERE id = $1', [id, new Date(later)]),
      );
      const { data } = await listOf(id);
      expect(Date.parse(data[0].schedule[0])).toBe(later);
    });
  },
});

/** That an operation refuses a disabled endpoint. */
async function refusesDisabled(endpoint: Endpoint): Promise<void> {
  const id = await add();
  await disable(id);
  expectProblem(await call(world(), endpoint, { id, role: 'admin' }), 409, 'webhook_endpoint.disabled');
}

describeEndpoint(testWebhook, world, {
  202: () => {
    it('sends one event of one Idempotency-Key to an endpoint that does not listen for it', async () => {
      const id = await add();
      const key = randomUUID();
      const send = () =>
        call(world(), testWebhook, { id, role: 'admin' }).set('Idempotency-Key', key).expect(202);
      const [first, again] = [await send(), await send()];
      expect(first.body).toMatchObject({ type: 'webhook.test', state: 'pending', data: { endpointId: id } });
      expect(again.body).toEqual(first.body);
      expect((await listOf(id)).data).toHaveLength(1);
    });

    it('has an endpoint called that was left alone', async () => {
      const id = await add();
      const { ours, inOrg } = world();
      const sql = `UPDATE webhook_endpoint SET retry_at = now() + interval '1 hour' WHERE id = $1`;
      await inOrg(ours.orgId, (tx) => tx.query(sql, [id]));
      await call(world(), testWebhook, { id, role: 'admin' }).expect(202);
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query('SELECT retry_at FROM webhook_endpoint WHERE id = $1', [id]),
      );
      expect(rows).toEqual([{ retry_at: null }]);
    });
  },
  409: () => {
    it('refuses an endpoint that is disabled', () => refusesDisabled(testWebhook));
  },
});

describeEndpoint(replayWebhookDelivery, world, {
  202: () => {
    it('sends the same message again, as a delivery of its own', async () => {
      const id = await add();
      const failed = await addDelivery(world(), world().ours, id, 'failed');
      const before = (await listOf(id)).data[0];
      const { body } = await replay(id, failed).expect(202);
      expect(body).toMatchObject({ replayOf: failed, eventId: before.eventId, state: 'pending', tries: 0 });
      expect((await listOf(id)).data).toMatchObject([{ id: body.id }, { id: failed, state: 'failed' }]);
    });
  },
  404: () => {
    it('knows no delivery of another endpoint', async () => {
      const [id, other] = [await add(), await add()];
      const delivery = await addDelivery(world(), world().ours, other, 'failed');
      expectProblem(await replay(id, delivery), 404, 'webhook_delivery.not_found');
    });
  },
  409: () => {
    it('refuses what is still on its way, and an endpoint that is disabled', async () => {
      const id = await add();
      const pending = await addDelivery(world(), world().ours, id);
      expectProblem(await replay(id, pending), 409, 'webhook_delivery.pending');
      await refusesDisabled(replayWebhookDelivery);
    });
  },
});
