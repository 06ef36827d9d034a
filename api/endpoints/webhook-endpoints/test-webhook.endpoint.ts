import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { webhookDeliverySchema } from '../../../contracts/webhook-endpoint.schema.ts';
import { recordTestEvent } from '../../../db/webhooks/record-event.ts';
import { audit } from '../../auth/audit.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { deliveryById, toDelivery } from './delivery-row.ts';
import { callAgain, enabledEndpoint } from './endpoint-row.ts';

/** Sends an endpoint the event `webhook.test`, whatever it listens for. */
export const testWebhook = defineEndpoint({
  id: 'testWebhook',
  method: 'post',
  path: '/api/v1/webhooks/{id}/test',
  tag: 'webhooks',
  summary: 'Send a test event',
  description: 'It goes out within a second; its deliveries tell what came back.',
  auth: 'user',
  idempotent: true,
  params: idParamsSchema,
  responses: { 202: { description: 'The delivery, on its way.', schema: webhookDeliverySchema } },
  errors: ['webhook_endpoint.not_found', 'webhook_endpoint.disabled', 'webhook_delivery.not_found'],
  handle: async (context) => {
    const { inOrg, params } = context;
    const row = await inOrg(async (tx) => {
      await enabledEndpoint(tx, params.id);
      const made = await recordTestEvent(tx, params.id);
      await callAgain(tx, params.id);
      const delivery = await deliveryById(tx, params.id, made?.deliveryId ?? params.id);
      const target = { kind: 'webhook_endpoint', id: params.id };
      await audit(tx, context, { action: 'webhook_endpoint.tested', target });
      return delivery;
    });
    return { status: 202, body: toDelivery(row) };
  },
});
