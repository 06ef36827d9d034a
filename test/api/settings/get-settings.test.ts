import { expect, it } from '@jest/globals';
import { getSettings } from '../../../api/endpoints/settings/get-settings.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(getSettings, world, {
  200: () => {
    it('shows the defaults of an organization that has changed nothing', async () => {
      const { body, headers } = await call(world(), getSettings, { role: 'agent' }).expect(200);
      expect(headers.etag).toBe('"0"');
      expect(body).toEqual({
        name: 'Organization 1',
        defaultZone: 'UTC',
        defaultLanguage: 'en',
        languages: ['en', 'es', 'cs'],
        defaultCarrierAccountId: null,
        unknownPolicy: 'review',
        maxCallSeconds: 3600,
        transferCountries: null,
        retention: { recordingDays: 90, transcriptDays: 365, callDays: 730, webhookDeliveryDays: 30 },
      });
    });
  },
});
