import { expect, it, jest } from '@jest/globals';
import { deleteWebhook } from '../../../api/endpoints/webhook-endpoints/delete-webhook.endpoint.ts';
import { listWebhooks } from '../../../api/endpoints/webhook-endpoints/list-webhooks.endpoint.ts';
import { rotateWebhookSecret } from '../../../api/endpoints/webhook-endpoints/rotate-webhook-secret.endpoint.ts';
import { updateWebhook } from '../../../api/endpoints/webhook-endpoints/update-webhook.endpoint.ts';
import { webhookSecretKind } from '../../../domain/webhooks/webhook-secret-kind.ts';
import { AppError } from '../../../domain/errors.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addDelivery, addWebhook } from '../harness/webhook-rows.ts';

const world = useApiWorld();
const add = () => addWebhook(world(), world().ours);

const rowOf = async (id: string) => {
  const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
    tx.query('SELECT * FROM webhook_endpoint WHERE id = $1', [id]),
  );
  return rows[0];
};

/** How often something was done to a thing, by the audit log. */
const audits = async (action: string, id: string) => {
  const { rowCount } = await world().inOrg(world().ours.orgId, (tx) =>
    tx.query('SELECT FROM audit_entry WHERE action = $1 AND target_id = $2', [action, id]),
  );
  return rowCount;
};

describeEndpoint(listWebhooks, world, {
  200: () => {
    it('pages newest first, by state, ours only, never with a secret', async () => {
      const first = await add();
      const second = await add();
      await addWebhook(world(), world().theirs);
      const ask = (query: string) => call(world(), listWebhooks, { role: 'supervisor', query }).expect(200);
      const page = await ask('?limit=1');
      expect(page.body.data).toMatchObject([{ id: second.id, state: 'enabled' }]);
      const rest = await ask(`?limit=1&cursor=${page.body.nextCursor}`);
      expect(rest.body.data).toMatchObject([{ id: first.id }]);
      expect((await ask('?state=disabled')).body.data).toEqual([]);
      expect(page.text + rest.text).not.toContain('whsec_');
    });
  },
});

describeEndpoint(updateWebhook, world, {
  200: () => {
    it('changes what is given, and disables and enables', async () => {
      const { id } = await add();
      const update = (body: object, tag: string) =>
        call(world(), updateWebhook, { id, role: 'admin' }).set('If-Match', tag).send(body).expect(200);
      const events = ['campaign.completed', '*'];
      const changed = await update({ events, description: 'the CRM', isEnabled: false }, '"1"');
      expect(changed.body).toMatchObject({
        url: 'https://hooks.example.com/evercall',
        events,
        description: 'the CRM',
        state: 'disabled',
        disabledReason: 'by_user',
        revision: 2,
      });
      await world().inOrg(world().ours.orgId, (tx) =>
        tx.query(
          'UPDATE webhook_endpoint SET failing_since = now(), failures = 4, retry_at = now() WHERE id = $1',
          [id],
        ),
      );
      const tag = changed.headers.etag ?? '';
      const enabled = await update({ isEnabled: true, description: null }, tag);
      expect(enabled.body).toMatchObject({ state: 'enabled', disabledReason: null, description: null });
      expect(await rowOf(id)).toMatchObject({ failing_since: null, failures: 0, retry_at: null });
      expect(await audits('webhook_endpoint.updated', id)).toBe(2);
    });
  },
  412: () => {
    it('lets one of two changes through that read the same', async () => {
      const { id } = await add();
      const update = () =>
        call(world(), updateWebhook, { id, role: 'admin' })
          .set('If-Match', '"1"')
          .send({ events: ['*'] });
      const answers = await Promise.all([update(), update()]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    });
  },
  422: () => {
    it('refuses an address inside a network, and changes nothing', async () => {
      const { id } = await add();
      const body = { url: 'https://192.168.1.1/', description: 'x' };
      const answer = await call(world(), updateWebhook, { id, role: 'admin' })
        .set('If-Match', '*')
        .send(body);
      expectProblem(answer, 422, 'webhook_endpoint.url_refused');
      expect(await rowOf(id)).toMatchObject({ revision: 1, description: null });
    });
  },
  428: () => {
    it('asks for the ETag that was read', async () => {
      const { id } = await add();
      const answer = await call(world(), updateWebhook, { id, role: 'admin' }).send({ events: ['*'] });
      expectProblem(answer, 428, 'request.precondition_required');
    });
  },
});

describeEndpoint(deleteWebhook, world, {
  204: () => {
    it('cancels what waits and destroys the secret', async () => {
      const { id } = await add();
      const deliveryId = await addDelivery(world(), world().ours, id);
      await call(world(), deleteWebhook, { id, role: 'admin' }).expect(204);
      expect((await rowOf(id)).secret_ciphertext).toHaveLength(0);
      const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
        tx.query('SELECT state FROM webhook_delivery WHERE id = $1', [deliveryId]),
      );
      expect(rows).toEqual([{ state: 'canceled' }]);
      const again = await call(world(), deleteWebhook, { id, role: 'admin' });
      expectProblem(again, 404, 'webhook_endpoint.not_found');
      expect(await audits('webhook_endpoint.deleted', id)).toBe(1);
    });
  },
});

describeEndpoint(rotateWebhookSecret, world, {
  200: () => {
    it('gives a new secret, and keeps the one before for as long as it is told', async () => {
      const { id, secret: before } = await add();
      const { deps, ours } = world();
      const rotate = (body: object) =>
        call(world(), rotateWebhookSecret, { id, role: 'admin' }).send(body).expect(200);
      const first = await rotate({ keepPreviousSeconds: 3_600 });
      expect(first.body.secret).toMatch(/^whsec_/);
      expect(first.body.secret).not.toBe(before);
      expect(Date.parse(first.body.endpoint.previousSecretUntil)).toBeGreaterThan(Date.now() + 3_500_000);
      const row = await rowOf(id);
      const open = (ciphertext: Buffer, keyVersion: number) =>
        deps.keys.box.open(ours.orgId, webhookSecretKind(id), { ciphertext, keyVersion });
      expect(await open(row.secret_ciphertext, row.secret_key_version)).toBe(first.body.secret);
      expect(await open(row.previous_secret_ciphertext, row.previous_secret_key_version)).toBe(before);
      const second = await rotate({ keepPreviousSeconds: 0 });
      expect(second.body.endpoint.previousSecretUntil).toBeNull();
      expect((await rowOf(id)).previous_secret_ciphertext).toBeNull();
      expect(await audits('webhook_endpoint.secret_rotated', id)).toBe(2);
    });
  },
  422: () => {
    it('keeps the one before no longer than a week', async () => {
      const { id } = await add();
      const request = call(world(), rotateWebhookSecret, { id, role: 'admin' });
      expectProblem(await request.send({ keepPreviousSeconds: 604_801 }), 422, 'request.not_valid');
    });
  },
  503: () => {
    it('leaves the secret when the new one cannot be sealed', async () => {
      const { id } = await add();
      const before = await rowOf(id);
      const seal = jest.spyOn(world().deps.keys.box, 'seal');
      seal.mockRejectedValueOnce(new AppError({ code: 'secret.unreadable' }));
      const answer = await call(world(), rotateWebhookSecret, { id, role: 'admin' }).send({});
      expectProblem(answer, 503, 'secret.unreadable');
      expect(await rowOf(id)).toEqual(before);
      seal.mockRestore();
    });
  },
});
