import { z } from 'zod';
import { ATTEMPT_STATES } from '../../../contracts/attempt-states.ts';
import { attemptSchema } from '../../../contracts/call.schema.ts';
import { idSchema, pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { type AttemptRow, toAttempt } from './attempt-row.ts';

/** Attempts, newest first; those in state `review` wait for a person. */
export const listAttempts = defineEndpoint({
  id: 'listAttempts',
  method: 'get',
  path: '/api/v1/attempts',
  tag: 'attempts',
  summary: 'List attempts',
  auth: 'user',
  query: pageQuerySchema.extend({
    state: z.enum(ATTEMPT_STATES).optional(),
    campaignId: idSchema.optional(),
    contactId: idSchema.optional(),
  }),
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(attemptSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<AttemptRow>(
        `SELECT * FROM call_attempt
         WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR state = $2)
           AND ($3::uuid IS NULL OR campaign_id = $3) AND ($4::uuid IS NULL OR contact_id = $4)
         ORDER BY id DESC LIMIT $5`,
        [before, query.state ?? null, query.campaignId ?? null, query.contactId ?? null, query.limit + 1],
      ),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toAttempt) };
  },
});
