import { z } from 'zod';
import { CALLBACK_ORIGINS, CALLBACK_STATES, callbackSchema } from '../../../contracts/callback.schema.ts';
import { idSchema } from '../../../contracts/common.schema.ts';
import { defineList } from '../../define-list.ts';
import { type CallbackRow, toCallback } from './callback-row.ts';

/** Callbacks. */
export const listCallbacks = defineList({
  id: 'listCallbacks',
  path: '/api/v1/callbacks',
  tag: 'callbacks',
  summary: 'List callbacks',
  item: callbackSchema,
  select: 'SELECT * FROM callback',
  key: ['id', 'id'],
  // A cursor holds what the item shows, and that is milliseconds.
  sorts: { createdAt: 'id', dueAt: "date_trunc('milliseconds', due_at)" },
  sort: '-createdAt',
  filters: {
    state: z.enum(CALLBACK_STATES).optional(),
    contactId: idSchema.optional(),
    origin: z.enum(CALLBACK_ORIGINS).optional(),
  },
  where: ({ query }) => [
    ['state = $', query.state],
    ['contact_id = $', query.contactId],
    ['origin = $', query.origin],
  ],
  toItem: (row: CallbackRow) => toCallback(row),
});
