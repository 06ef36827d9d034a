import { z } from 'zod';
import { ATTEMPT_STATES } from '../../../contracts/attempt-states.ts';
import { attemptSchema } from '../../../contracts/call.schema.ts';
import { idSchema } from '../../../contracts/common.schema.ts';
import { defineList } from '../../define-list.ts';
import { type AttemptRow, toAttempt } from './attempt-row.ts';

/** Attempts; those in state `review` wait for a person. */
export const listAttempts = defineList({
  id: 'listAttempts',
  path: '/api/v1/attempts',
  tag: 'attempts',
  summary: 'List attempts',
  item: attemptSchema,
  select: 'SELECT * FROM call_attempt',
  key: ['id', 'id'],
  sorts: { createdAt: 'id' },
  sort: '-createdAt',
  filters: {
    state: z.enum(ATTEMPT_STATES).optional(),
    campaignId: idSchema.optional(),
    contactId: idSchema.optional(),
  },
  where: ({ query }) => [
    ['state = $', query.state],
    ['campaign_id = $', query.campaignId],
    ['contact_id = $', query.contactId],
  ],
  toItem: (row: AttemptRow) => toAttempt(row),
});
