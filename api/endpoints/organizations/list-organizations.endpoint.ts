import { pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { organizationSchema } from '../../../contracts/organization.schema.ts';
import { listOrganizationRows } from '../../../db/identity/organization-row.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { toOrganization } from './organization-view.ts';

/** Every organization of the installation, closed ones too. */
export const listOrganizations = defineEndpoint({
  id: 'listOrganizations',
  method: 'get',
  path: '/api/v1/organizations',
  tag: 'organizations',
  summary: 'List organizations',
  auth: 'operator',
  query: pageQuerySchema,
  responses: { 200: { description: 'One page, oldest first.', schema: pageSchema(organizationSchema) } },
  errors: [],
  handle: async ({ deps, query }) => {
    const after = readCursor(query.cursor, uuidCursorKey);
    const rows = await listOrganizationRows(deps.pool, { after, limit: query.limit + 1 });
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toOrganization) };
  },
});
