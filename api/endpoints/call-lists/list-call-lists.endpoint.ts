import { pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { callListSchema } from '../../../contracts/contact.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { type CallListRow, toCallList } from './call-list-row.ts';

/** Call lists, newest first. */
export const listCallLists = defineEndpoint({
  id: 'listCallLists',
  method: 'get',
  path: '/api/v1/call-lists',
  tag: 'call-lists',
  summary: 'List call lists',
  auth: 'user',
  query: pageQuerySchema,
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(callListSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<CallListRow>(
        `SELECT l.id, l.name, l.created_at,
                (SELECT count(*)::int FROM call_list_member m WHERE m.org_id = l.org_id AND m.call_list_id = l.id) AS contacts
         FROM call_list l WHERE ($1::uuid IS NULL OR l.id < $1) ORDER BY l.id DESC LIMIT $2`,
        [before, query.limit + 1],
      ),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toCallList) };
  },
});
