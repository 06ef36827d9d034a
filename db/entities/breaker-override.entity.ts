import { defineEntity, p } from '@mikro-orm/postgresql';
import { now } from './columns.ts';

const BreakerOverrideSchema = defineEntity({
  name: 'BreakerOverride',
  properties: {
    name: p.text().primary(),
    forced: p.enum(['open', 'closed']),
    reason: p.text().nullable(),
    /** Id of the operator. */
    updatedBy: p.text(),
    updatedAt: now(),
  },
});

/** An operator's hand on a circuit breaker; every process obeys it until it is taken away. */
export class BreakerOverride extends BreakerOverrideSchema.class {}
BreakerOverrideSchema.setClass(BreakerOverride);
