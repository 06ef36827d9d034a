import { pageSchema } from '../../../contracts/common.schema.ts';
import { listUsersQuerySchema, userSchema } from '../../../contracts/user.schema.ts';
import { listUsers as listUserRows } from '../../../db/identity/user.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { toUser } from './user-view.ts';

/** Users of the organization, and who has been invited. */
export const listUsers = defineEndpoint({
  id: 'listUsers',
  method: 'get',
  path: '/api/v1/users',
  tag: 'users',
  summary: 'List users and open invitations',
  auth: 'user',
  query: listUsersQuerySchema,
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(userSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const { role = null, state = null, limit } = query;
    const before = readCursor(query.cursor, uuidCursorKey);
    const rows = await inOrg((tx) => listUserRows(tx, { before, limit: limit + 1, role, state }));
    return { status: 200, body: toPage(rows, limit, (row) => row.id, toUser) };
  },
});
