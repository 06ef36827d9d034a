import { expect, it } from '@jest/globals';
import { transcriptionWebhook } from '../../../api/endpoints/webhooks/transcription.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { addVoicemail } from '../harness/recording-rows.ts';
import { signedForm } from '../harness/webhook-requests.ts';

const world = useApiWorld();

describeEndpoint(transcriptionWebhook, world, {
  204: () => {
    it('keeps none of the carrier’s words', async () => {
      const { ours, inOrg } = world();
      const { id } = await addVoicemail(world(), ours);
      const params = { TranscriptionStatus: 'completed', TranscriptionText: 'words of the carrier' };
      expect((await signedForm(world(), transcriptionWebhook, { params })).status).toBe(204);
      const found = await inOrg(ours.orgId, async (tx) => {
        const inbox = await tx.query('SELECT raw FROM webhook_inbox');
        const voicemail = await tx.query('SELECT transcript FROM voicemail WHERE id = $1', [id]);
        return { inbox: inbox.rows, voicemail: voicemail.rows };
      });
      expect(found).toEqual({ inbox: [], voicemail: [{ transcript: null }] });
    });
  },
});
