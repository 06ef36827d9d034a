import { pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { phoneNumberSchema } from '../../../contracts/phone-number.schema.ts';
import { listNumbers } from '../../../db/numbers/number-row.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { toPhoneNumber } from './number-view.ts';

/** Numbers of the organization. */
export const listPhoneNumbers = defineEndpoint({
  id: 'listPhoneNumbers',
  method: 'get',
  path: '/api/v1/phone-numbers',
  tag: 'phone-numbers',
  summary: 'List the numbers of the organization',
  auth: 'user',
  query: pageQuerySchema,
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(phoneNumberSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const rows = await inOrg((tx) => listNumbers(tx, { before, limit: query.limit + 1 }));
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toPhoneNumber) };
  },
});
