import { expect, it } from '@jest/globals';
import { openCircuitBreaker } from '../../../api/endpoints/circuit-breakers/open-circuit-breaker.endpoint.ts';
import { resetCircuitBreaker } from '../../../api/endpoints/circuit-breakers/reset-circuit-breaker.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { until } from '../harness/until.ts';
import { startBreakerProcess } from './breaker-processes.ts';
import { orderBreaker } from './order-breaker.ts';

const world = useApiWorld();
const reset = (name: string) => orderBreaker(world(), resetCircuitBreaker, name, {});

describeEndpoint(resetCircuitBreaker, world, {
  200: () => {
    it('lets a breaker begin anew, each time that it is asked for', async () => {
      const process = await startBreakerProcess(world(), 'worker-calls');
      for (let round = 0; round < 2; round += 1) {
        for (let request = 0; request < 10; request += 1) await process.dial('ambiguous');
        expect(await process.dial('accepted')).toBe(false);
        const { body } = await reset('twilio.dial').expect(200);
        expect(body).toMatchObject({ name: 'twilio.dial', forced: null });
        // By itself it would try again after two seconds at the earliest, and let one request through.
        await until(() => process.dial('accepted'), 1_500);
      }
      await process.end();
    });

    it('takes an operator’s hand away', async () => {
      const process = await startBreakerProcess(world(), 'worker-calls');
      await orderBreaker(world(), openCircuitBreaker, 'twilio.dial', {}).expect(200);
      await until(async () => !(await process.dial('accepted')), 5_000);
      await reset('twilio.dial').expect(200);
      await until(() => process.dial('accepted'), 5_000);
      await process.end();
    });
  },
  404: () => {
    it('knows no breaker that nobody has', async () => {
      expectProblem(await reset('nobody'), 404, 'breaker.not_found');
    });
  },
});
