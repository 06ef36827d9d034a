import { apiKeySchema } from '../../../contracts/api-key.schema.ts';
import { pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { API_KEY_COLUMNS, type ApiKeyRow, toApiKey } from './api-key-view.ts';

/** API keys of the organization, the revoked ones too; never their secrets. */
export const listApiKeys = defineEndpoint({
  id: 'listApiKeys',
  method: 'get',
  path: '/api/v1/api-keys',
  tag: 'api-keys',
  summary: 'List API keys',
  auth: 'person',
  query: pageQuerySchema,
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(apiKeySchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<ApiKeyRow>(
        `SELECT ${API_KEY_COLUMNS} FROM api_key WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
        [before, query.limit + 1],
      ),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toApiKey) };
  },
});
