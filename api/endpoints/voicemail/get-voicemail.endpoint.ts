import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { voicemailDetailSchema } from '../../../contracts/voicemail.schema.ts';
import { readVoicemail } from '../../../db/voicemail/voicemail-row.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { toVoicemailDetail } from './voicemail-view.ts';

/** One voicemail with the way to its sound; reading it does not change its state. */
export const getVoicemail = defineEndpoint({
  id: 'getVoicemail',
  method: 'get',
  path: '/api/v1/voicemail/{id}',
  tag: 'voicemail',
  summary: 'Get a voicemail',
  auth: 'user',
  params: idParamsSchema,
  responses: { 200: { description: 'The voicemail.', schema: voicemailDetailSchema } },
  errors: ['voicemail.not_found'],
  handle: async ({ inOrg, params }) => {
    const row = await inOrg((tx) => readVoicemail(tx, params.id));
    if (!row) throw new AppError({ code: 'voicemail.not_found' });
    return { status: 200, body: toVoicemailDetail(row) };
  },
});
