import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { closeCircuitBreaker } from '../../../api/endpoints/circuit-breakers/close-circuit-breaker.endpoint.ts';
import { openCircuitBreaker } from '../../../api/endpoints/circuit-breakers/open-circuit-breaker.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { until } from '../harness/until.ts';
import { orderBreaker } from './order-breaker.ts';
import { startBreakerProcess } from './breaker-processes.ts';

const world = useApiWorld();

describeEndpoint(openCircuitBreaker, world, {
  200: () => {
    it('keeps every request of every process back', async () => {
      const processes = await Promise.all([
        startBreakerProcess(world(), 'worker-calls'),
        startBreakerProcess(world(), 'worker-calls'),
      ]);
      const { body } = await orderBreaker(world(), openCircuitBreaker, 'twilio.dial', {
        reason: 'the carrier asked for it',
      }).expect(200);
      expect(body).toMatchObject({
        name: 'twilio.dial',
        state: 'open',
        forced: 'open',
        reason: 'the carrier asked for it',
        updatedBy: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
      for (const process of processes) await until(async () => !(await process.dial('accepted')), 5_000);
      for (const process of processes) await process.end();
    });

    it('repeats its answer under a key, and does not undo what came after it', async () => {
      const key = randomUUID();
      const open = (reason: string) =>
        orderBreaker(world(), openCircuitBreaker, 'openai', { reason }).set('Idempotency-Key', key);
      const first = await open('maintenance').expect(200);
      await orderBreaker(world(), closeCircuitBreaker, 'openai', {}).expect(200);
      const again = await open('maintenance').expect(200);
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect(again.body).toEqual(first.body);
      const { rows } = await world().pool.query(`SELECT forced FROM breaker_override WHERE name = 'openai'`);
      expect(rows).toEqual([{ forced: 'closed' }]);
      expectProblem(await open('another'), 422, 'idempotency.other_body');
    });
  },
  422: () => {
    it('refuses a reason that no database holds', async () => {
      for (const reason of ['\u0000', 'half \ud800']) {
        const answer = await orderBreaker(world(), openCircuitBreaker, 'twilio.dial', { reason });
        expectProblem(answer, 422, 'request.not_valid');
        expect(answer.body.errors[0].pointer).toBe('/reason');
      }
    });
  },
  404: () => {
    it('knows no breaker that nobody has', async () => {
      expectProblem(await orderBreaker(world(), openCircuitBreaker, 'nobody', {}), 404, 'breaker.not_found');
    });
  },
});
