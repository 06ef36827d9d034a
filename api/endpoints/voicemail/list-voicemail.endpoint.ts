import { z } from 'zod';
import { e164Schema, idSchema, instantSchema } from '../../../contracts/common.schema.ts';
import { VOICEMAIL_STATES, voicemailSchema } from '../../../contracts/voicemail.schema.ts';
import { SELECT_VOICEMAIL, type VoicemailRow } from '../../../db/voicemail/voicemail-row.ts';
import { defineList } from '../../define-list.ts';
import { toVoicemail } from './voicemail-view.ts';

/** Voicemail that is not deleted. */
export const listVoicemail = defineList({
  id: 'listVoicemail',
  path: '/api/v1/voicemail',
  tag: 'voicemail',
  summary: 'List voicemail',
  item: voicemailSchema,
  select: SELECT_VOICEMAIL,
  key: ['v.id', 'id'],
  sorts: { createdAt: 'v.id', durationSeconds: 'v.duration_seconds' },
  sort: '-createdAt',
  filters: {
    state: z.enum(VOICEMAIL_STATES).optional(),
    phoneNumberId: idSchema.optional().meta({ description: 'Our number that was called.' }),
    caller: e164Schema.optional().meta({ description: 'Who left it.' }),
    from: instantSchema.optional().meta({ description: 'Left at or after this moment.' }),
    to: instantSchema.optional().meta({ description: 'Left before this moment.' }),
  },
  where: ({ query }) => [
    'v.deleted_at IS NULL',
    ['v.state = $', query.state],
    ['v.phone_number_id = $', query.phoneNumberId],
    ['v.from_e164 = $', query.caller],
    ['v.created_at >= $', query.from],
    ['v.created_at < $', query.to],
  ],
  toItem: (row: VoicemailRow) => toVoicemail(row),
});
