import { expect, it } from '@jest/globals';
import { TASK_QUEUES } from '../../../contracts/names.ts';
import { deep } from '../../../api/endpoints/health/deep.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';

const world = useApiWorld({ temporal: true });
const offline = useApiWorld();
const draining = useApiWorld({ temporal: true, parts: { isDraining: () => true } });

describeEndpoint(deep, world, {
  200: () => {
    it('names every dependency with its answer time', async () => {
      const { body } = await call(world(), deep, { role: 'admin' }).expect(200);
      expect(body).toMatchObject({
        status: 'up',
        dependencies: [
          { name: 'postgres', status: 'up' },
          { name: 'temporal', status: 'up' },
        ],
      });
      expect(body.dependencies[0].responseTimeMs).toBeGreaterThanOrEqual(0);
    });

    it('tells of memory, disk, task queues, processes and breakers', async () => {
      const { body } = await call(world(), deep, { role: 'admin' }).expect(200);
      expect(body).toMatchObject({ processes: { running: 0, stale: 0 }, openBreakers: [] });
      expect(body.memory.rssBytes).toBeGreaterThan(1e6);
      expect(body.disk.freeBytes).toBeGreaterThan(0);
      // Other tests share the server: only that each queue is there can be known.
      expect(body.queues.map(({ name }: { name: string }) => name)).toEqual(Object.values(TASK_QUEUES));
      for (const { pollers, backlog } of body.queues)
        expect([pollers >= 0, backlog >= 0]).toEqual([true, true]);
    });
  },
  503: () => {
    it('says which dependency is down, within its deadline', async () => {
      const { body } = await call(offline(), deep, { role: 'admin' }).expect(503);
      expect(body).toMatchObject({
        status: 'down',
        dependencies: [
          { name: 'postgres', status: 'up' },
          { name: 'temporal', status: 'down' },
        ],
      });
      expect(body.dependencies[1].responseTimeMs).toBeLessThan(3_000);
      expect(body.queues).toBeNull();
    });

    it('wants no more traffic while it drains', async () => {
      const { body } = await call(draining(), deep, { role: 'admin' }).expect(503);
      expect(body.status).toBe('draining');
    });
  },
});
