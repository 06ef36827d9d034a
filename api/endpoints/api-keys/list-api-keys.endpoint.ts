import { apiKeySchema } from '../../../contracts/api-key.schema.ts';
import { roleSchema } from '../../../contracts/auth.schema.ts';
import { defineList } from '../../define-list.ts';
import { API_KEY_COLUMNS, type ApiKeyRow, toApiKey } from './api-key-view.ts';

/** API keys of the organization, the revoked ones too; never their secrets. */
export const listApiKeys = defineList({
  id: 'listApiKeys',
  path: '/api/v1/api-keys',
  tag: 'api-keys',
  summary: 'List API keys',
  auth: 'person',
  item: apiKeySchema,
  select: `SELECT ${API_KEY_COLUMNS} FROM api_key`,
  key: ['id', 'id'],
  sorts: { createdAt: 'id', name: 'name' },
  sort: '-createdAt',
  filters: { role: roleSchema.optional() },
  where: ({ query }) => [['role = $', query.role]],
  toItem: (row: ApiKeyRow) => toApiKey(row),
});
