import { expect, it } from '@jest/globals';
import { updateVoicemail } from '../../../api/endpoints/voicemail/update-voicemail.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { addVoicemail } from '../harness/recording-rows.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(updateVoicemail, world, {
  200: () => {
    it('sets the state, back and forth, and who did', async () => {
      const { ours, inOrg } = world();
      const { id } = await addVoicemail(world(), ours);
      for (const state of ['read', 'archived', 'new', 'new']) {
        const { body } = await call(world(), updateVoicemail, { id, role: 'agent' })
          .send({ state })
          .expect(200);
        expect(body).toMatchObject({ id, state });
      }
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query('SELECT updated_by FROM voicemail WHERE id = $1', [id]),
      );
      expect(rows[0].updated_by).toMatch(/^[0-9a-f-]{36}$/);
    });
  },
  404: () => {
    it('knows none that was deleted', async () => {
      const { id } = await addVoicemail(world(), world().ours, { deleted_at: new Date() });
      await call(world(), updateVoicemail, { id, role: 'agent' }).send({ state: 'read' }).expect(404);
    });
  },
});
