import { z } from 'zod';
import {
  e164Schema,
  idSchema,
  instantSchema,
  pageQuerySchema,
  pageSchema,
} from '../../../contracts/common.schema.ts';
import { VOICEMAIL_STATES, voicemailSchema } from '../../../contracts/voicemail.schema.ts';
import { listVoicemail as listRows } from '../../../db/voicemail/voicemail-row.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { toVoicemail } from './voicemail-view.ts';

/** Voicemail, newest first. */
export const listVoicemail = defineEndpoint({
  id: 'listVoicemail',
  method: 'get',
  path: '/api/v1/voicemail',
  tag: 'voicemail',
  summary: 'List voicemail',
  auth: 'user',
  query: pageQuerySchema.extend({
    state: z.enum(VOICEMAIL_STATES).optional(),
    phoneNumberId: idSchema.optional().meta({ description: 'Our number that was called.' }),
    caller: e164Schema.optional().meta({ description: 'Who left it.' }),
    from: instantSchema.optional().meta({ description: 'Left at or after this moment.' }),
    to: instantSchema.optional().meta({ description: 'Left before this moment.' }),
  }),
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(voicemailSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { state = null, phoneNumberId = null, caller = null, from = null, to = null, limit } = query;
    const filter = { before, state, phoneNumberId, fromE164: caller, from, to, limit: limit + 1 };
    const rows = await inOrg((tx) => listRows(tx, filter));
    return { status: 200, body: toPage(rows, limit, (row) => row.id, toVoicemail) };
  },
});
