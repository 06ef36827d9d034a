import { defineEntity, p } from '@mikro-orm/postgresql';
import { moment } from './columns.ts';

const RuleClockSchema = defineEntity({
  name: 'RuleClock',
  checks: [
    { name: 'rule_clock_singleton_check', expression: 'singleton' },
    { name: 'rule_clock_rate_check', expression: `rate > '0'::double precision` },
  ],
  properties: {
    singleton: p.boolean().primary().default(true),
    baseApp: moment(),
    baseReal: moment(),
    rate: p.double().default(1),
  },
});

/** How rule time follows wall time in the whole installation; the one table without an organization. */
export class RuleClock extends RuleClockSchema.class {}
RuleClockSchema.setClass(RuleClock);
