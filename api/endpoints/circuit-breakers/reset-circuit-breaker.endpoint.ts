import { defineBreakerOrder } from './define-breaker-order.ts';

/** Reset one breaker in every process. */
export const resetCircuitBreaker = defineBreakerOrder({
  id: 'resetCircuitBreaker',
  verb: 'reset',
  summary: 'Reset a circuit breaker',
  description: 'It forgets what it has seen and is closed, and no operator holds it any more.',
  forced: null,
});
