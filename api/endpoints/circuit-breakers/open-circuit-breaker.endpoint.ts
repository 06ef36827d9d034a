import { defineBreakerOrder } from './define-breaker-order.ts';

/** Force one breaker in every process open. */
export const openCircuitBreaker = defineBreakerOrder({
  id: 'openCircuitBreaker',
  verb: 'open',
  summary: 'Force a circuit breaker open',
  description: 'Nothing is sent to the provider; dials are put off, and none becomes unknown by it.',
  forced: 'open',
});
