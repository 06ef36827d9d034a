import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { hideVoicemail } from '../../../db/voicemail/voicemail-row.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { deleteAudio } from '../recordings/delete-audio.ts';

/** Takes a voicemail out of sight at once, its words with it, and then deletes its sound. Cut off, repeat it. */
export const deleteVoicemail = defineEndpoint({
  id: 'deleteVoicemail',
  method: 'delete',
  path: '/api/v1/voicemail/{id}',
  tag: 'voicemail',
  summary: 'Delete a voicemail',
  description:
    'The words and the sound go, our copy and the carrier’s; they cannot be brought back. After 503 the voicemail is out of sight already; repeat the request until its sound is gone too.',
  auth: 'user',
  params: idParamsSchema,
  responses: { 204: { description: 'Deleted.' } },
  errors: ['carrier.unavailable', 'voicemail.not_found'],
  handle: async ({ deps, inOrg, principal, req, requestId, params }) => {
    const hidden = await inOrg(async (tx) => {
      const left = await hideVoicemail(tx, { id: params.id, userId: principal.userId });
      if (!left) throw new AppError({ code: 'voicemail.not_found' });
      const target = { kind: 'voicemail', id: params.id };
      await audited({ principal, req, requestId }, tx, { action: 'voicemail.deleted', target });
      return left;
    });
    if (hidden.recordingId !== null) await deleteAudio(deps, inOrg, hidden.recordingId);
    return { status: 204 };
  },
});
