import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { transcriptionSchema } from '../../../contracts/recording.schema.ts';
import { readRecording } from '../../../db/recordings/recording-row.ts';
import { voicemailOfRecording } from '../../../db/voicemail/voicemail-row.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** What was said in a recording, as far as a transcriber has told. */
export const getRecordingTranscription = defineEndpoint({
  id: 'getRecordingTranscription',
  method: 'get',
  path: '/api/v1/recordings/{id}/transcription',
  tag: 'recordings',
  summary: 'Get the transcription of a recording',
  auth: 'user',
  params: idParamsSchema,
  responses: {
    200: { description: 'How far it is, and the words once it is done.', schema: transcriptionSchema },
  },
  errors: ['recording.not_found', 'recording.not_transcribed'],
  handle: async ({ inOrg, params }) => {
    const voicemail = await inOrg(async (tx) => {
      if (!(await readRecording(tx, params.id))) throw new AppError({ code: 'recording.not_found' });
      return voicemailOfRecording(tx, params.id);
    });
    if (!voicemail) throw new AppError({ code: 'recording.not_transcribed' });
    const { transcriptState: state, transcript: text, language } = voicemail;
    return { status: 200, body: { recordingId: params.id, state, text, language } };
  },
});
