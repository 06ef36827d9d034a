import { z } from 'zod';
import { CALL_STATES, callDirectionSchema, callSchema } from '../../../contracts/call.schema.ts';
import { idSchema, instantSchema } from '../../../contracts/common.schema.ts';
import { defineList } from '../../define-list.ts';
import { type CallRow, toCall } from './call-row.ts';

/** Calls of both directions. */
export const listCalls = defineList({
  id: 'listCalls',
  path: '/api/v1/calls',
  tag: 'calls',
  summary: 'List calls',
  item: callSchema,
  select: 'SELECT * FROM call',
  key: ['id', 'id'],
  sorts: { createdAt: 'id' },
  sort: '-createdAt',
  filters: {
    status: z.enum(CALL_STATES).optional(),
    direction: callDirectionSchema.optional(),
    campaignId: idSchema.optional(),
    contactId: idSchema.optional(),
    outcome: z.string().max(50).optional(),
    from: instantSchema.optional().meta({ description: 'Created at or after this moment.' }),
    to: instantSchema.optional().meta({ description: 'Created before this moment.' }),
  },
  where: ({ query }) => [
    ['state = $', query.status],
    ['direction = $', query.direction],
    ['campaign_id = $', query.campaignId],
    ['contact_id = $', query.contactId],
    ['outcome = $', query.outcome],
    ['created_at >= $', query.from],
    ['created_at < $', query.to],
  ],
  toItem: (row: CallRow) => toCall(row),
});
