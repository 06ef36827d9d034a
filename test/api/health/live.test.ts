import { expect, it } from '@jest/globals';
import { live } from '../../../api/endpoints/health/live.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';

const world = useApiWorld();

describeEndpoint(live, world, {
  200: () => {
    it('lives while everything else is away', async () => {
      const { body } = await world().http.get('/health/live').expect(200);
      expect(body).toEqual({ status: 'up' });
    });
  },
});
