import { z } from 'zod';
import { CALL_STATES, callDirectionSchema, callSchema } from '../../../contracts/call.schema.ts';
import { idSchema, instantSchema, pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { type CallRow, toCall } from './call-row.ts';

/** Calls of both directions, newest first. */
export const listCalls = defineEndpoint({
  id: 'listCalls',
  method: 'get',
  path: '/api/v1/calls',
  tag: 'calls',
  summary: 'List calls',
  auth: 'user',
  query: pageQuerySchema.extend({
    status: z.enum(CALL_STATES).optional(),
    direction: callDirectionSchema.optional(),
    campaignId: idSchema.optional(),
    contactId: idSchema.optional(),
    outcome: z.string().max(50).optional(),
    from: instantSchema.optional().meta({ description: 'Created at or after this moment.' }),
    to: instantSchema.optional().meta({ description: 'Created before this moment.' }),
  }),
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(callSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<CallRow>(
        `SELECT * FROM call
         WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR state = $2)
           AND ($3::text IS NULL OR direction = $3) AND ($4::uuid IS NULL OR campaign_id = $4)
           AND ($5::uuid IS NULL OR contact_id = $5) AND ($6::text IS NULL OR outcome = $6)
           AND ($7::timestamptz IS NULL OR created_at >= $7) AND ($8::timestamptz IS NULL OR created_at < $8)
         ORDER BY id DESC LIMIT $9`,
        [
          before,
          query.status ?? null,
          query.direction ?? null,
          query.campaignId ?? null,
          query.contactId ?? null,
          query.outcome ?? null,
          query.from ?? null,
          query.to ?? null,
          query.limit + 1,
        ],
      ),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toCall) };
  },
});
