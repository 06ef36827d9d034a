import { afterEach, expect, it } from '@jest/globals';
import { deleteRecording } from '../../../api/endpoints/recordings/delete-recording.endpoint.ts';
import { getRecordingMedia } from '../../../api/endpoints/recordings/get-recording-media.endpoint.ts';
import { recordingKey } from '../../../domain/recording/recording-key.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addRecording } from '../harness/recording-rows.ts';
import { call } from '../harness/requests.ts';
import { audioAtCarrier } from './audio-at-carrier.ts';

const carrier = audioAtCarrier();
const world = useApiWorld({ parts: { recordings: carrier.registry } });
afterEach(() => {
  carrier.state.answer = { kind: 'removed' };
});

const remove = (id: string) => call(world(), deleteRecording, { id, role: 'admin' });
const isKept = async (id: string) => {
  const { ours, deps } = world();
  const body = await deps.objects.open(recordingKey({ orgId: ours.orgId, recordingId: id }));
  body?.destroy();
  return body !== null;
};

describeEndpoint(deleteRecording, world, {
  204: () => {
    it('deletes our copy and the carrier’s, and keeps the row so that it does not come back', async () => {
      const { ours, inOrg } = world();
      const { id } = await addRecording(world(), ours);
      await remove(id).expect(204);
      expect(await isKept(id)).toBe(false);
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query('SELECT provider_recording_id, deleted_at, storage_key FROM recording WHERE id = $1', [id]),
      );
      expect(carrier.removed).toEqual([rows[0].provider_recording_id]);
      expect(rows[0]).toMatchObject({ deleted_at: expect.any(Date), storage_key: null });
      await call(world(), getRecordingMedia, { id, role: 'admin' }).expect(404);
      await remove(id).expect(404);
      const audit = await inOrg(ours.orgId, (tx) =>
        tx.query(`SELECT target_id FROM audit_entry WHERE action = 'recording.deleted'`),
      );
      expect(audit.rows).toEqual([{ target_id: id }]);
    });

    it.each([{ kind: 'not_found' } as const, { kind: 'refused', httpStatus: 401 } as const])(
      'is not kept by a carrier that answers $kind',
      async (answer) => {
        carrier.state.answer = answer;
        const { id } = await addRecording(world(), world().ours);
        await remove(id).expect(204);
        expect(await isKept(id)).toBe(false);
      },
    );
  },
  503: () => {
    it('keeps everything while the carrier cannot be reached, and is repeated', async () => {
      carrier.state.answer = { kind: 'unavailable', reason: 'timeout' };
      const { id } = await addRecording(world(), world().ours);
      expectProblem(await remove(id), 503, 'carrier.unavailable');
      expect(await isKept(id)).toBe(true);
      carrier.state.answer = { kind: 'removed' };
      await remove(id).expect(204);
    });
  },
});
