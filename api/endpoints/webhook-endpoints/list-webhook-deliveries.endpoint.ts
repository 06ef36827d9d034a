import { z } from 'zod';
import { idParamsSchema, pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { DELIVERY_STATES, webhookDeliverySchema } from '../../../contracts/webhook-endpoint.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { type DeliveryRow, READ_DELIVERIES, toDelivery } from './delivery-row.ts';
import { endpointById } from './endpoint-row.ts';

/** What was and will be sent to an endpoint, with every try, newest first. */
export const listWebhookDeliveries = defineEndpoint({
  id: 'listWebhookDeliveries',
  method: 'get',
  path: '/api/v1/webhooks/{id}/deliveries',
  tag: 'webhooks',
  summary: 'List deliveries with their tries and schedule',
  description: 'What ended is kept for 30 days.',
  auth: 'user',
  params: idParamsSchema,
  query: pageQuerySchema.extend({ state: z.enum(DELIVERY_STATES).optional() }),
  responses: {
    200: { description: 'One page, newest first.', schema: pageSchema(webhookDeliverySchema) },
  },
  errors: ['webhook_endpoint.not_found'],
  handle: async ({ inOrg, params, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const rows = await inOrg(async (tx) => {
      await endpointById(tx, params.id);
      const page = await tx.query<DeliveryRow>(
        `${READ_DELIVERIES}
          WHERE d.endpoint_id = $1 AND ($2::uuid IS NULL OR d.id < $2) AND ($3::text IS NULL OR d.state = $3)
          ORDER BY d.id DESC LIMIT $4`,
        [params.id, before, query.state ?? null, query.limit + 1],
      );
      return page.rows;
    });
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toDelivery) };
  },
});
