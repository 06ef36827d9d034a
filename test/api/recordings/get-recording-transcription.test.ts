import { expect, it } from '@jest/globals';
import { getRecordingTranscription } from '../../../api/endpoints/recordings/get-recording-transcription.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addRecording, addVoicemail } from '../harness/recording-rows.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

const read = (id: string) => call(world(), getRecordingTranscription, { id, role: 'agent' });

describeEndpoint(getRecordingTranscription, world, {
  200: () => {
    it('has the words once they are there, and says how far it is before', async () => {
      const done = await addVoicemail(world(), world().ours, {
        transcript: 'Please call me back.',
        transcript_state: 'done',
        language: 'cs',
      });
      expect((await read(done.recordingId).expect(200)).body).toEqual({
        recordingId: done.recordingId,
        state: 'done',
        text: 'Please call me back.',
        language: 'cs',
      });
      const offline = await addVoicemail(world(), world().ours, { transcript_state: 'offline' });
      expect((await read(offline.recordingId).expect(200)).body).toMatchObject({
        state: 'offline',
        text: null,
      });
    });
  },
  404: () => {
    it('tells a recording that nobody transcribes from one that is not there', async () => {
      const { id } = await addRecording(world(), world().ours);
      expectProblem(await read(id), 404, 'recording.not_transcribed');
    });
  },
});
