import { expect, it } from '@jest/globals';
import { getVoicemail } from '../../../api/endpoints/voicemail/get-voicemail.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { addVoicemail } from '../harness/recording-rows.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

const read = async (id: string) =>
  (await call(world(), getVoicemail, { id, role: 'agent' }).expect(200)).body;

describeEndpoint(getVoicemail, world, {
  200: () => {
    it('leads to its sound, and is new until somebody says otherwise', async () => {
      const { ours } = world();
      const { id, recordingId, callId } = await addVoicemail(world(), ours, {
        transcript: 'Hello.',
        transcript_state: 'done',
      });
      const expected = {
        id,
        callId,
        recordingId,
        state: 'new',
        from: '+12125550123',
        phoneNumberId: ours.phoneNumberId,
        transcript: 'Hello.',
        transcriptState: 'done',
        audioState: 'fetched',
        audioUrl: `/api/v1/recordings/${recordingId}/media`,
      };
      expect(await read(id)).toMatchObject(expected);
      expect(await read(id)).toMatchObject({ state: 'new' });
    });

    it('says where there is no sound yet, or none at all, and then no words', async () => {
      const { ours } = world();
      const coming = await addVoicemail(world(), ours, {}, 'available');
      expect(await read(coming.id)).toMatchObject({
        audioState: 'available',
        audioUrl: null,
        transcriptState: 'pending',
      });
      const lost = await addVoicemail(world(), ours, {}, 'absent');
      expect(await read(lost.id)).toMatchObject({
        audioState: 'absent',
        audioUrl: null,
        transcriptState: 'failed',
      });
      const never = await addVoicemail(world(), ours, { recording_id: null });
      expect(await read(never.id)).toMatchObject({ recordingId: null, audioState: 'absent', audioUrl: null });
    });
  },
});
