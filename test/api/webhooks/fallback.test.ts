import { expect, it } from '@jest/globals';
import { fallbackWebhook } from '../../../api/endpoints/webhooks/fallback.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { signedForm } from '../harness/webhook-requests.ts';
import { addNumber, CallIn } from './inbound-kit.ts';

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

    it('apologises in the language of the call, else of the number that was called', async () => {
      const number = await addNumber(world(), { language: 'es', flow: null });
      const params = { ErrorCode: '11200', To: number.e164 };
      const spoken = /<Say [^>]*language="es-[A-Z]+"/;
      expect((await signedForm(world(), fallbackWebhook, { params })).text).toMatch(spoken);
      const call = new CallIn(world(), number.e164);
      await call.ring();
      const later = { callSid: call.callSid, params: { ErrorCode: '11200' } };
      expect((await signedForm(world(), fallbackWebhook, later)).text).toMatch(spoken);
    });
  },
});
