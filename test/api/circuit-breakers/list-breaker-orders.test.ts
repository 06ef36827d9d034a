import { expect, it } from '@jest/globals';
import { closeCircuitBreaker } from '../../../api/endpoints/circuit-breakers/close-circuit-breaker.endpoint.ts';
import { listBreakerOrders } from '../../../api/endpoints/circuit-breakers/list-breaker-orders.endpoint.ts';
import { openCircuitBreaker } from '../../../api/endpoints/circuit-breakers/open-circuit-breaker.endpoint.ts';
import { resetCircuitBreaker } from '../../../api/endpoints/circuit-breakers/reset-circuit-breaker.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { orderBreaker } from './order-breaker.ts';

const world = useApiWorld();

async function orders(query = ''): Promise<{ name: string; order: string; operatorId: string }[]> {
  const { body } = await call(world(), listBreakerOrders, { role: 'admin', query }).expect(200);
  return body.data;
}

describeEndpoint(listBreakerOrders, world, {
  200: () => {
    it('keeps every order, with who gave it and why, newest first', async () => {
      const given = [
        [openCircuitBreaker, 'twilio.dial', { reason: 'the carrier is being repaired' }],
        [closeCircuitBreaker, 'twilio.dial', {}],
        [openCircuitBreaker, 'smtp', {}],
        [resetCircuitBreaker, 'twilio.dial', { reason: 'it is back' }],
      ] as const;
      for (const [endpoint, name, body] of given) {
        await orderBreaker(world(), endpoint, name, body).expect(200);
      }
      expect(await orders()).toMatchObject([
        { name: 'twilio.dial', order: 'reset', reason: 'it is back' },
        { name: 'smtp', order: 'open', reason: null },
        { name: 'twilio.dial', order: 'close', reason: null },
        { name: 'twilio.dial', order: 'open', reason: 'the carrier is being repaired' },
      ]);
      const { rows } = await world().pool.query('SELECT id FROM operator');
      expect(rows.map(({ id }) => id)).toContain((await orders())[0]?.operatorId);
    });

    it('tells of one breaker alone, and of none that was never touched', async () => {
      expect((await orders('?name=twilio.dial')).map(({ order }) => order)).toEqual([
        'reset',
        'close',
        'open',
      ]);
      expect(await orders('?name=openai')).toEqual([]);
    });

    it('is of rows that nobody changes', async () => {
      for (const sql of ["UPDATE breaker_order SET reason = 'another'", 'DELETE FROM breaker_order'])
        await expect(world().pool.query(sql)).rejects.toThrow(/permission denied/);
    });
  },
});
