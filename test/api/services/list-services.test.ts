import { randomUUIDv7 } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { listServices } from '../../../api/endpoints/services/list-services.endpoint.ts';
import { describeProcess, installedVersion, joinRegistry } from '../../../runtime/service-registry.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { until } from '../harness/until.ts';

const world = useApiWorld();

const fail = (error: unknown) => {
  throw error;
};

async function listed(query: string) {
  const { body } = await call(world(), listServices, { role: 'admin', query }).expect(200);
  return body.data as { id: string; status: string; health: string; stoppedAt: string | null }[];
}

describeEndpoint(listServices, world, {
  200: () => {
    it('shows a process while it runs, and that it ended in an orderly way', async () => {
      const id = randomUUIDv7();
      const queues = ['calls', 'dial'];
      const instance = describeProcess({ id, name: 'worker-calls', queues });
      const registry = joinRegistry(world().pool, instance, fail);
      await until(async () => (await listed('?name=worker-calls&status=running')).length > 0);
      const [row] = await listed('?name=worker-calls');
      expect(row).toMatchObject({
        id,
        name: 'worker-calls',
        version: installedVersion(),
        status: 'running',
        health: 'healthy',
        openBreakers: [],
        queues,
        pid: process.pid,
        stoppedAt: null,
      });
      await registry.leave();
      expect(await listed('?name=worker-calls&status=running')).toEqual([]);
      const [ended] = await listed('?name=worker-calls&status=stopped');
      expect(ended).toMatchObject({ id, health: 'unknown', stoppedAt: expect.any(String) });
    });

    it('shows as stale who has not reported for a while, until the next heartbeat', async () => {
      const { pool } = world();
      const id = randomUUIDv7();
      const registry = joinRegistry(pool, describeProcess({ id, name: 'jobs', queues: [] }), fail);
      await until(async () => (await listed('?name=jobs')).length > 0);
      await registry.leave();
      await pool.query(
        `UPDATE service_instance SET stopped_at = NULL, heartbeat_at = clock_timestamp() - interval '21 s'
          WHERE id = $1`,
        [id],
      );
      expect(await listed('?name=jobs')).toMatchObject([{ id, status: 'stale', health: 'unknown' }]);
      const again = joinRegistry(pool, describeProcess({ id, name: 'jobs', queues: [] }), fail);
      await until(async () => (await listed('?name=jobs&status=running')).length === 1);
      await again.leave();
    });

    it('calls a process degraded while one of its breakers is open', async () => {
      const { pool } = world();
      const id = randomUUIDv7();
      const registry = joinRegistry(pool, describeProcess({ id, name: 'api', queues: [] }), fail);
      await pool.query(
        `INSERT INTO breaker_report (process_id, name, state, changed_at) VALUES ($1, 'smtp', 'open', now())`,
        [id],
      );
      await until(async () => (await listed('?name=api&status=running')).length > 0);
      const [row] = await listed('?name=api');
      expect(row).toMatchObject({ id, health: 'degraded', openBreakers: ['smtp'] });
      await registry.leave();
    });
  },
});
