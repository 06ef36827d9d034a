import { expect, it } from '@jest/globals';
import { closeCircuitBreaker } from '../../../api/endpoints/circuit-breakers/close-circuit-breaker.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { until } from '../harness/until.ts';
import { startBreakerProcess } from './breaker-processes.ts';
import { orderBreaker } from './order-breaker.ts';

const world = useApiWorld();

describeEndpoint(closeCircuitBreaker, world, {
  200: () => {
    it('lets everything through, however the provider answers', async () => {
      const process = await startBreakerProcess(world(), 'worker-calls');
      for (let request = 0; request < 10; request += 1) await process.dial('ambiguous');
      expect(await process.dial('ambiguous')).toBe(false);
      const { body } = await orderBreaker(world(), closeCircuitBreaker, 'twilio.dial', {}).expect(200);
      expect(body).toMatchObject({ state: 'closed', forced: 'closed', reason: null });
      await until(() => process.dial('accepted'), 1_500);
      for (let request = 0; request < 30; request += 1) expect(await process.dial('ambiguous')).toBe(true);
      await process.end();
    });
  },
  404: () => {
    it('knows no breaker that nobody has', async () => {
      expectProblem(await orderBreaker(world(), closeCircuitBreaker, 'nobody', {}), 404, 'breaker.not_found');
    });
  },
});
