import type { z } from 'zod';
import { breakerParamsSchema, givenBreakerOrderSchema } from '../../../contracts/breaker.schema.ts';
import { type BreakerOrderRow, SELECT_ORDERS } from '../../../db/breakers/breaker-board.ts';
import { defineList } from '../../define-list.ts';
import { toInstant } from '../../http/instant.ts';

type Order = z.input<typeof givenBreakerOrderSchema>['order'];

/** What operators have ordered about circuit breakers, for good. */
export const listBreakerOrders = defineList({
  id: 'listBreakerOrders',
  path: '/api/v1/circuit-breakers/orders',
  tag: 'circuit-breaker',
  summary: 'List orders given about circuit breakers',
  description: 'Every order to open, close or reset a breaker, who gave it and why; none is ever changed.',
  auth: 'operator',
  item: givenBreakerOrderSchema,
  select: SELECT_ORDERS,
  key: ['id', 'id'],
  sorts: { at: 'id' },
  sort: '-at',
  filters: { name: breakerParamsSchema.shape.name.optional() },
  where: ({ query }) => [['name = $', query.name]],
  toItem: ({ id, name, forced, reason, operator_id: operatorId, at }: BreakerOrderRow) => ({
    id,
    name,
    order: orderOf(forced),
    reason,
    operatorId,
    at: toInstant(at),
  }),
});

function orderOf(forced: BreakerOrderRow['forced']): Order {
  if (forced === null) return 'reset';
  return forced === 'open' ? 'open' : 'close';
}
