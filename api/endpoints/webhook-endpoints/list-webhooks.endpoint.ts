import { z } from 'zod';
import { webhookEndpointSchema } from '../../../contracts/webhook-endpoint.schema.ts';
import { defineList } from '../../define-list.ts';
import { ENDPOINT_COLUMNS, type EndpointRow, toWebhookEndpoint } from './endpoint-row.ts';

/** Endpoints that are not deleted. */
export const listWebhooks = defineList({
  id: 'listWebhooks',
  path: '/api/v1/webhooks',
  tag: 'webhooks',
  summary: "List the organization's outgoing webhooks",
  item: webhookEndpointSchema,
  select: `SELECT ${ENDPOINT_COLUMNS} FROM webhook_endpoint`,
  key: ['id', 'id'],
  sorts: { createdAt: 'id' },
  sort: '-createdAt',
  filters: { state: z.enum(['enabled', 'disabled']).optional() },
  where: ({ query }) => ['deleted_at IS NULL', ['state = $', query.state]],
  toItem: (row: EndpointRow) => toWebhookEndpoint(row),
});
