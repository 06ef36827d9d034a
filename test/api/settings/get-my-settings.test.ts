import { expect, it } from '@jest/globals';
import { getMySettings } from '../../../api/endpoints/settings/get-my-settings.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld();

describeEndpoint(getMySettings, world, {
  200: () => {
    it('shows the defaults of who has changed nothing', async () => {
      const { body, headers } = await call(world(), getMySettings, { role: 'agent' }).expect(200);
      expect(body).toEqual({ language: null, zone: null, mailNotifications: true });
      expect(headers.etag).toMatch(/^"[\w-]{16}"$/);
    });
  },
});
