import { expect, it } from '@jest/globals';
import { listCircuitBreakers } from '../../../api/endpoints/circuit-breakers/list-circuit-breakers.endpoint.ts';
import { BREAKER_NAMES } from '../../../contracts/breaker.schema.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { until } from '../harness/until.ts';
import { startBreakerProcess } from './breaker-processes.ts';

const world = useApiWorld();

async function listed(query = ''): Promise<{ name: string; state: string; processes: { id: string }[] }[]> {
  const { body } = await call(world(), listCircuitBreakers, { role: 'admin', query }).expect(200);
  return body.data;
}

describeEndpoint(listCircuitBreakers, world, {
  200: () => {
    it('shows every breaker there is, page by page', async () => {
      expect((await listed()).map(({ name }) => name)).toEqual(BREAKER_NAMES);
      const { body } = await call(world(), listCircuitBreakers, { role: 'admin', query: '?limit=6' });
      expect(body.data).toHaveLength(6);
      const [last, ...none] = await listed(`?limit=6&cursor=${body.nextCursor}`);
      expect([last?.name, none]).toEqual([BREAKER_NAMES.at(-1), []]);
    });

    it('shows the worst state of all running processes, and forgets those that ended', async () => {
      const [well, unwell] = await Promise.all([
        startBreakerProcess(world(), 'worker-calls'),
        startBreakerProcess(world(), 'worker-campaigns'),
      ]);
      for (let request = 0; request < 10; request += 1) await unwell.dial('ambiguous');
      const dial = async () => (await listed()).find(({ name }) => name === 'twilio.dial');
      await until(async () => (await dial())?.state === 'open');
      expect((await dial())?.processes).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ id: well.id, name: 'worker-calls', state: 'closed', failures: 0 }),
          expect.objectContaining({ id: unwell.id, state: 'open', failures: 10, successes: 0 }),
        ]),
      );
      await unwell.end();
      expect(await dial()).toMatchObject({ state: 'closed', processes: [{ id: well.id }] });
      await well.end();
    });
  },
});
