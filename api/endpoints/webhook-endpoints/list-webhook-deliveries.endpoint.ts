import { z } from 'zod';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { WEBHOOK_EVENT_TYPES } from '../../../contracts/webhook-events.ts';
import { DELIVERY_STATES, webhookDeliverySchema } from '../../../contracts/webhook-endpoint.schema.ts';
import { defineList } from '../../define-list.ts';
import { type DeliveryRow, READ_DELIVERIES, toDelivery } from './delivery-row.ts';
import { endpointById } from './endpoint-row.ts';

/** What was and will be sent to an endpoint, with every try. */
export const listWebhookDeliveries = defineList({
  id: 'listWebhookDeliveries',
  path: '/api/v1/webhooks/{id}/deliveries',
  tag: 'webhooks',
  summary: 'List deliveries with their tries and schedule',
  description: 'What ended is kept for 30 days.',
  params: idParamsSchema,
  item: webhookDeliverySchema,
  select: READ_DELIVERIES,
  key: ['d.id', 'id'],
  sorts: { createdAt: 'd.id' },
  sort: '-createdAt',
  filters: { state: z.enum(DELIVERY_STATES).optional(), type: z.enum(WEBHOOK_EVENT_TYPES).optional() },
  where: ({ query, params }) => [
    ['d.endpoint_id = $', params.id],
    ['d.state = $', query.state],
    ['v.type = $', query.type],
  ],
  errors: ['webhook_endpoint.not_found'],
  before: async ({ inOrg, params }) => {
    await inOrg((tx) => endpointById(tx, params.id));
  },
  toItem: (row: DeliveryRow) => toDelivery(row),
});
