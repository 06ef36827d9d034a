import { createWebhook } from '../../../api/endpoints/webhook-endpoints/create-webhook.endpoint.ts';
import { recordTestEvent } from '../../../db/webhooks/record-event.ts';
import { insertRow } from '../../db/tenant-fixture.ts';
import type { ApiWorld, TestOrg } from './api-world.ts';

/** Adds an endpoint through the API; answers its id and its secret. */
export async function addWebhook(
  world: ApiWorld,
  org: TestOrg,
  body: object = {},
): Promise<{ id: string; secret: string }> {
  const answer = await world.http
    .post(createWebhook.path)
    .set('Authorization', `Bearer ${org.tokens.admin}`)
    .send({ url: 'https://hooks.example.com/evercall', events: ['call.completed'], ...body })
    .expect(201);
  return { id: answer.body.endpoint.id, secret: answer.body.secret };
}

/** Adds a test event on its way to an endpoint; answers the id of the delivery. */
export function addDelivery(
  world: ApiWorld,
  org: TestOrg,
  endpointId: string,
  state: 'pending' | 'failed' = 'pending',
): Promise<string> {
  return world.inOrg(org.orgId, async (tx) => {
    const made = await recordTestEvent(tx, endpointId);
    const id = made?.deliveryId ?? '';
    if (state === 'failed') {
      await tx.query(`UPDATE webhook_delivery SET state = 'failed', tries = 2 WHERE id = $1`, [id]);
      for (const tryNo of [1, 2]) {
        const attempt = { delivery_id: id, try_no: tryNo, status: 500, duration_ms: 12, error: 'http_500' };
        await insertRow(tx, 'webhook_delivery_attempt', { org_id: org.orgId, ...attempt });
      }
    }
    return id;
  });
}

/** Adds a notification of a person, of the agent unless told. */
export function addNotification(
  world: ApiWorld,
  org: TestOrg,
  userId = org.people.agent.userId,
): Promise<string> {
  return world.inOrg(org.orgId, (tx) =>
    insertRow(tx, 'notification', {
      org_id: org.orgId,
      user_id: userId,
      kind: 'campaign.finished',
      title: 'Campaign finished',
      body: 'The campaign has ended.',
      data: '{}',
    }),
  );
}

/** Makes an organization that has sealed nothing yet unable to: its data key lies under a key that nobody has. */
export async function loseDataKey(world: ApiWorld, org: TestOrg): Promise<void> {
  await world.inOrg(org.orgId, (tx) =>
    tx.query("INSERT INTO org_data_key (org_id, version, wrapped_key, kek_id) VALUES ($1, 1, 'x', 'lost')", [
      org.orgId,
    ]),
  );
}
