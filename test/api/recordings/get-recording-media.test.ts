import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { getRecordingMedia } from '../../../api/endpoints/recordings/get-recording-media.endpoint.ts';
import { recordingKey } from '../../../domain/recording/recording-key.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addRecording, wavOf } from '../harness/recording-rows.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();
const sound = wavOf(300_000);

const listen = (id: string, range?: string) => {
  const request = call(world(), getRecordingMedia, { id, role: 'agent' }).buffer(true);
  return range === undefined ? request : request.set('Range', range);
};

describeEndpoint(getRecordingMedia, world, {
  200: () => {
    it('is the whole sound, told by its length, kind and digest', async () => {
      const { id } = await addRecording(world(), world().ours, 'fetched', sound);
      const answer = await listen(id).expect(200);
      expect(Buffer.compare(answer.body, sound)).toBe(0);
      expect(answer.headers).toMatchObject({
        'content-type': 'audio/wav',
        'content-length': String(sound.length),
        'accept-ranges': 'bytes',
        etag: `"${createHash('sha256').update(sound).digest('hex')}"`,
        'content-disposition': `inline; filename="recording-${id}.wav"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      expect((await listen(id, 'bytes=0-1,4-5').expect(200)).body).toHaveLength(sound.length);
    });
  },
  206: () => {
    it.each([
      ['bytes=0-0', 0, 0],
      ['bytes=100000-199999', 100_000, 199_999],
      ['bytes=299990-', 299_990, 299_999],
      ['bytes=-10', 299_990, 299_999],
      ['bytes=299990-999999', 299_990, 299_999],
    ])('is the part %s', async (range, first, last) => {
      const { id } = await addRecording(world(), world().ours, 'fetched', sound);
      const answer = await listen(id, range).expect(206);
      expect(answer.headers['content-range']).toBe(`bytes ${first}-${last}/300000`);
      expect(answer.headers['content-length']).toBe(String(last - first + 1));
      expect(Buffer.compare(answer.body, sound.subarray(first, last + 1))).toBe(0);
    });
  },
  404: () => {
    it.each(['absent', 'failed'])('has no sound where the carrier has none (%s)', async (state) => {
      const { id } = await addRecording(world(), world().ours, state);
      expectProblem(await listen(id), 404, 'recording.no_audio');
    });

    it('says so when the object is gone', async () => {
      const { ours, deps } = world();
      const { id } = await addRecording(world(), ours);
      await deps.objects.remove(recordingKey({ orgId: ours.orgId, recordingId: id }));
      expectProblem(await listen(id), 404, 'recording.no_audio');
    });
  },
  409: () => {
    it.each(['pending', 'available'])('asks to wait while it is %s', async (state) => {
      const { id } = await addRecording(world(), world().ours, state);
      const answer = await listen(id);
      expectProblem(answer, 409, 'recording.not_ready');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    });
  },
  416: () => {
    it('tells how many bytes there are', async () => {
      const { id } = await addRecording(world(), world().ours, 'fetched', sound);
      const answer = await listen(id, 'bytes=300000-');
      expect(answer.headers['content-range']).toBe('bytes */300000');
      expect({ status: answer.status, type: answer.headers['content-type'] }).toEqual({
        status: 416,
        type: expect.stringMatching(/^application\/problem\+json/),
      });
    });
  },
});
