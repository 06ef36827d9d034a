import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { recordingSchema } from '../../../contracts/recording.schema.ts';
import { readRecording } from '../../../db/recordings/recording-row.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { toRecording } from './recording-view.ts';

/** One recording, without its sound. */
export const getRecording = defineEndpoint({
  id: 'getRecording',
  method: 'get',
  path: '/api/v1/recordings/{id}',
  tag: 'recordings',
  summary: 'Get a recording',
  auth: 'user',
  params: idParamsSchema,
  responses: { 200: { description: 'The recording.', schema: recordingSchema } },
  errors: ['recording.not_found'],
  handle: async ({ inOrg, params }) => {
    const row = await inOrg((tx) => readRecording(tx, params.id));
    if (!row) throw new AppError({ code: 'recording.not_found' });
    return { status: 200, body: toRecording(row) };
  },
});
