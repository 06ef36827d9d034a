import { afterEach, expect, it } from '@jest/globals';
import { deleteVoicemail } from '../../../api/endpoints/voicemail/delete-voicemail.endpoint.ts';
import { getVoicemail } from '../../../api/endpoints/voicemail/get-voicemail.endpoint.ts';
import { recordingKey } from '../../../domain/recording/recording-key.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addVoicemail } from '../harness/recording-rows.ts';
import { call } from '../harness/requests.ts';
import { audioAtCarrier } from '../recordings/audio-at-carrier.ts';

const carrier = audioAtCarrier();
const world = useApiWorld({ parts: { recordings: carrier.registry } });
afterEach(() => {
  carrier.state.answer = { kind: 'removed' };
});

const remove = (id: string) => call(world(), deleteVoicemail, { id, role: 'supervisor' });
const isKept = async (recordingId: string) => {
  const { ours, deps } = world();
  const body = await deps.objects.open(recordingKey({ orgId: ours.orgId, recordingId }));
  body?.destroy();
  return body !== null;
};

describeEndpoint(deleteVoicemail, world, {
  204: () => {
    it('takes the words and the sound with it, and the row remains as a trace', async () => {
      const { ours, inOrg } = world();
      const { id, recordingId } = await addVoicemail(world(), ours, {
        transcript: 'secret',
        transcript_state: 'done',
      });
      await remove(id).expect(204);
      expect(await isKept(recordingId)).toBe(false);
      expect(carrier.removed).toHaveLength(1);
      await call(world(), getVoicemail, { id, role: 'agent' }).expect(404);
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query('SELECT transcript, deleted_at FROM voicemail WHERE id = $1', [id]),
      );
      expect(rows).toEqual([{ transcript: null, deleted_at: expect.any(Date) }]);
      await remove(id).expect(404);
    });

    it('deletes one that never had a sound', async () => {
      const { id } = await addVoicemail(world(), world().ours, { recording_id: null });
      await remove(id).expect(204);
    });
  },
  503: () => {
    it('is out of sight at once, and repeated until its sound is gone too', async () => {
      carrier.state.answer = { kind: 'unavailable', reason: 'timeout' };
      const { id, recordingId } = await addVoicemail(world(), world().ours);
      expectProblem(await remove(id), 503, 'carrier.unavailable');
      await call(world(), getVoicemail, { id, role: 'agent' }).expect(404);
      expectProblem(await remove(id), 503, 'carrier.unavailable');
      carrier.state.answer = { kind: 'removed' };
      await remove(id).expect(204);
      expect(await isKept(recordingId)).toBe(false);
    });
  },
});
