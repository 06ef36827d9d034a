import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { deleteAudio } from './delete-audio.ts';

/** Deletes the sound of a recording for good, here and at the carrier; the call keeps that there was one. */
export const deleteRecording = defineEndpoint({
  id: 'deleteRecording',
  method: 'delete',
  path: '/api/v1/recordings/{id}',
  tag: 'recordings',
  summary: 'Delete a recording',
  description: 'The sound goes, our copy and the carrier’s; it cannot be brought back.',
  auth: 'user',
  params: idParamsSchema,
  responses: { 204: { description: 'Deleted.' } },
  errors: ['carrier.unavailable', 'recording.not_found'],
  handle: async ({ deps, inOrg, principal, req, requestId, params }) => {
    const target = { kind: 'recording', id: params.id };
    const isDeleted = await deleteAudio(deps, inOrg, params.id, (tx) =>
      audited({ principal, req, requestId }, tx, { action: 'recording.deleted', target }),
    );
    if (!isDeleted) throw new AppError({ code: 'recording.not_found' });
    return { status: 204 };
  },
});
