import { z } from 'zod';
import { CALLBACK_STATES, callbackSchema } from '../../../contracts/callback.schema.ts';
import { idSchema, pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { type CallbackRow, toCallback } from './callback-row.ts';

/** Callbacks, newest first. */
export const listCallbacks = defineEndpoint({
  id: 'listCallbacks',
  method: 'get',
  path: '/api/v1/callbacks',
  tag: 'callbacks',
  summary: 'List callbacks',
  auth: 'user',
  query: pageQuerySchema.extend({
    state: z.enum(CALLBACK_STATES).optional(),
    contactId: idSchema.optional(),
  }),
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(callbackSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<CallbackRow>(
        `SELECT * FROM callback
          WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR state = $2)
            AND ($3::uuid IS NULL OR contact_id = $3)
          ORDER BY id DESC LIMIT $4`,
        [before, query.state ?? null, query.contactId ?? null, query.limit + 1],
      ),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toCallback) };
  },
});
