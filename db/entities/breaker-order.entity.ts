import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, now } from './columns.ts';

const BreakerOrderSchema = defineEntity({
  name: 'BreakerOrder',
  indexes: [{ name: 'breaker_order_name', properties: ['name', 'id'] }],
  properties: {
    id: id(),
    /** Name of the breaker. */
    name: p.text(),
    /** Null: it was reset. */
    forced: p.enum(['open', 'closed']).nullable(),
    reason: p.text().nullable(),
    operatorId: p.uuid(),
    at: now(),
  },
});

/** One order that an operator gave about a circuit breaker, append-only; `BreakerOverride` is the last one of each. */
export class BreakerOrder extends BreakerOrderSchema.class {}
BreakerOrderSchema.setClass(BreakerOrder);
