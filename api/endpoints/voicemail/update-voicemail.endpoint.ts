import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { updateVoicemailSchema, voicemailDetailSchema } from '../../../contracts/voicemail.schema.ts';
import { readVoicemail, setVoicemailState } from '../../../db/voicemail/voicemail-row.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { toVoicemailDetail } from './voicemail-view.ts';

/** Marks a voicemail as new, read or archived, for everybody of the organization. */
export const updateVoicemail = defineEndpoint({
  id: 'updateVoicemail',
  method: 'put',
  path: '/api/v1/voicemail/{id}',
  tag: 'voicemail',
  summary: 'Set the state of a voicemail',
  auth: 'user',
  params: idParamsSchema,
  body: updateVoicemailSchema,
  responses: { 200: { description: 'The voicemail.', schema: voicemailDetailSchema } },
  errors: ['voicemail.not_found'],
  handle: async (context) => {
    const { inOrg, principal, params, body } = context;
    const row = await inOrg(async (tx) => {
      const { state } = body;
      const was = await setVoicemailState(tx, { id: params.id, state, userId: principal.userId });
      if (was === null) return null;
      const after = await readVoicemail(tx, params.id);
      const target = { kind: 'voicemail', id: params.id };
      if (was !== state)
        await audited(context, tx, { action: 'voicemail.updated', target, detail: { was, state } });
      return after;
    });
    if (!row) throw new AppError({ code: 'voicemail.not_found' });
    return { status: 200, body: toVoicemailDetail(row) };
  },
});
