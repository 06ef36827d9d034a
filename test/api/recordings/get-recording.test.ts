import { expect, it } from '@jest/globals';
import { getRecording } from '../../../api/endpoints/recordings/get-recording.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { addRecording } from '../harness/recording-rows.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

const read = async (id: string) =>
  (await call(world(), getRecording, { id, role: 'supervisor' }).expect(200)).body;

describeEndpoint(getRecording, world, {
  200: () => {
    it('leads to the sound once it is here, and not before', async () => {
      const { id, callId } = await addRecording(world(), world().ours);
      expect(await read(id)).toMatchObject({
        id,
        callId,
        state: 'fetched',
        byteSize: 1_000,
        contentType: 'audio/wav',
        audioUrl: `/api/v1/recordings/${id}/media`,
      });
      const available = await addRecording(world(), world().ours, 'available');
      expect(await read(available.id)).toMatchObject({ state: 'available', audioUrl: null, sha256: null });
    });
  },
});
