import { expect, it } from '@jest/globals';
import { ready } from '../../../api/endpoints/health/ready.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';

const world = useApiWorld({ temporal: true });
const offline = useApiWorld();
const draining = useApiWorld({ temporal: true, parts: { isDraining: () => true } });

describeEndpoint(ready, world, {
  200: () => {
    it('names every dependency with its answer time', async () => {
      const { body } = await world().http.get('/health/ready').expect(200);
      expect(body).toMatchObject({
        status: 'up',
        dependencies: [
          { name: 'postgres', status: 'up' },
          { name: 'temporal', status: 'up' },
        ],
      });
      expect(body.dependencies[0].responseTimeMs).toBeGreaterThanOrEqual(0);
    });
  },
  503: () => {
    it('says which dependency is down, within its deadline', async () => {
      const { body } = await offline().http.get('/health/ready').expect(503);
      expect(body).toMatchObject({
        status: 'down',
        dependencies: [
          { name: 'postgres', status: 'up' },
          { name: 'temporal', status: 'down' },
        ],
      });
      expect(body.dependencies[1].responseTimeMs).toBeLessThan(3_000);
    });

    it('wants no more traffic while it drains', async () => {
      const { body } = await draining().http.get('/health/ready').expect(503);
      expect(body.status).toBe('draining');
    });
  },
});
