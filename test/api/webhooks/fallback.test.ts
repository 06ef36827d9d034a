import { expect, it } from '@jest/globals';
import { fallbackWebhook } from '../../../api/endpoints/webhooks/fallback.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { signedForm } from '../harness/webhook-requests.ts';

const world = useApiWorld();

describeEndpoint(fallbackWebhook, world, {
  200: () => {
    it('apologises in the organization’s language and ends the call', async () => {
      const { ours, inOrg } = world();
      await inOrg(ours.orgId, (tx) => tx.query(`UPDATE organization SET default_language = 'cs'`));
      const answer = await signedForm(world(), fallbackWebhook, { params: { ErrorCode: '11200' } });
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toMatch(/^text\/xml/);
      expect(answer.text).toMatch(/<Say [^>]*language="cs-CZ"[^>]*>[^<]+<\/Say><Hangup\/><\/Response>$/);
    });
  },
});
