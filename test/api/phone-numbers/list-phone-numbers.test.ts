import { expect, it } from '@jest/globals';
import { listPhoneNumbers } from '../../../api/endpoints/phone-numbers/list-phone-numbers.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(listPhoneNumbers, world, {
  200: () => {
    it('lists our numbers only', async () => {
      const { body } = await call(world(), listPhoneNumbers, { role: 'agent' }).expect(200);
      expect(body.data).toEqual([
        expect.objectContaining({
          id: world().ours.phoneNumberId,
          number: '+12125550101',
          provider: 'twilio',
          language: 'en',
        }),
      ]);
    });
  },
});
