import { defineBreakerOrder } from './define-breaker-order.ts';

/** Force one breaker in every process closed. */
export const closeCircuitBreaker = defineBreakerOrder({
  id: 'closeCircuitBreaker',
  verb: 'close',
  summary: 'Force a circuit breaker closed',
  description: 'Everything is sent to the provider, however it answers.',
  forced: 'closed',
});
