import { z } from 'zod';
import { pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { KEY_PROVIDERS, providerKeySchema } from '../../../contracts/provider-key.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { type ProviderKeyRow, toProviderKey } from './provider-key-row.ts';

/** Keys, newest first, revoked ones only where they are asked for. */
export const listProviderKeys = defineEndpoint({
  id: 'listProviderKeys',
  method: 'get',
  path: '/api/v1/provider-keys',
  tag: 'provider-keys',
  summary: 'List provider keys (masked)',
  auth: 'user',
  query: pageQuerySchema.extend({
    provider: z.enum(KEY_PROVIDERS).optional(),
    state: z.enum(['active', 'invalid', 'revoked']).optional(),
  }),
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(providerKeySchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<ProviderKeyRow>(
        `SELECT * FROM provider_key
         WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR provider = $2)
           AND CASE WHEN $3::text IS NULL THEN state <> 'revoked' ELSE state = $3 END
         ORDER BY id DESC LIMIT $4`,
        [before, query.provider ?? null, query.state ?? null, query.limit + 1],
      ),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toProviderKey) };
  },
});
