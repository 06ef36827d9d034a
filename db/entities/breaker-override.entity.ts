import { defineEntity, p } from '@mikro-orm/postgresql';
import { now } from './columns.ts';

const BreakerOverrideSchema = defineEntity({
  name: 'BreakerOverride',
  properties: {
    name: p.text().primary(),
    /** Null: it is left to itself, and began anew at `updatedAt`. */
    forced: p.enum(['open', 'closed']).nullable(),
    reason: p.text().nullable(),
    /** Id of the operator. */
    updatedBy: p.text(),
    updatedAt: now(),
  },
});

/** An operator's hand on a circuit breaker; every process obeys the last word. */
export class BreakerOverride extends BreakerOverrideSchema.class {}
BreakerOverrideSchema.setClass(BreakerOverride);
