import { z } from 'zod';
import { pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { webhookEndpointSchema } from '../../../contracts/webhook-endpoint.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { ENDPOINT_COLUMNS, type EndpointRow, toWebhookEndpoint } from './endpoint-row.ts';

/** Endpoints, newest first. */
export const listWebhooks = defineEndpoint({
  id: 'listWebhooks',
  method: 'get',
  path: '/api/v1/webhooks',
  tag: 'webhooks',
  summary: "List the organization's outgoing webhooks",
  auth: 'user',
  query: pageQuerySchema.extend({ state: z.enum(['enabled', 'disabled']).optional() }),
  responses: {
    200: { description: 'One page, newest first.', schema: pageSchema(webhookEndpointSchema) },
  },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<EndpointRow>(
        `SELECT ${ENDPOINT_COLUMNS} FROM webhook_endpoint
          WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR state = $2)
          ORDER BY id DESC LIMIT $3`,
        [before, query.state ?? null, query.limit + 1],
      ),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toWebhookEndpoint) };
  },
});
