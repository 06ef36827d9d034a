import { deliveryParamsSchema, webhookDeliverySchema } from '../../../contracts/webhook-endpoint.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { audit } from '../../auth/audit.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { deliveryById, toDelivery } from './delivery-row.ts';
import { callAgain, enabledEndpoint } from './endpoint-row.ts';

/** Sends a message again, as a delivery of its own with the same `webhook-id`. */
export const replayWebhookDelivery = defineEndpoint({
  id: 'replayWebhookDelivery',
  method: 'post',
  path: '/api/v1/webhooks/{id}/deliveries/{deliveryId}/replay',
  tag: 'webhooks',
  summary: 'Send a message again',
  description: 'The message keeps its `webhook-id`, by which a receiver may know it.',
  auth: 'user',
  idempotent: true,
  params: deliveryParamsSchema,
  responses: { 202: { description: 'The new delivery, on its way.', schema: webhookDeliverySchema } },
  errors: [
    'webhook_endpoint.not_found',
    'webhook_endpoint.disabled',
    'webhook_delivery.not_found',
    'webhook_delivery.pending',
  ],
  handle: async (context) => {
    const { inOrg, principal, params } = context;
    const row = await inOrg(async (tx) => {
      await enabledEndpoint(tx, params.id);
      const before = await deliveryById(tx, params.id, params.deliveryId);
      if (before.state === 'pending') throw new AppError({ code: 'webhook_delivery.pending' });
      const { rows } = await tx.query<{ id: string }>(
        `INSERT INTO webhook_delivery (org_id, endpoint_id, event_id, replay_of) VALUES ($1, $2, $3, $4) RETURNING id`,
        [principal.orgId, params.id, before.event_id, before.id],
      );
      await callAgain(tx, params.id);
      const made = await deliveryById(tx, params.id, rows[0]?.id ?? '');
      const target = { kind: 'webhook_delivery', id: before.id };
      await audit(tx, context, { action: 'webhook_delivery.replayed', target, detail: { as: made.id } });
      return made;
    });
    return { status: 202, body: toDelivery(row) };
  },
});
