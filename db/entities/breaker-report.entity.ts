import { defineEntity, p } from '@mikro-orm/postgresql';
import { moment, now } from './columns.ts';

const BreakerReportSchema = defineEntity({
  name: 'BreakerReport',
  indexes: [
    { name: 'breaker_report_name', properties: ['name'] },
    { name: 'breaker_report_reported', properties: ['reportedAt'] },
  ],
  properties: {
    processId: p.text().primary(),
    name: p.text().primary(),
    state: p.enum(['closed', 'open', 'half_open']),
    failures: p.integer().default(0).check('failures >= 0'),
    successes: p.integer().default(0).check('successes >= 0'),
    changedAt: moment(),
    reportedAt: now(),
  },
});

/** How one breaker stands in one process; its state in the installation is the union over processes. */
export class BreakerReport extends BreakerReportSchema.class {}
BreakerReportSchema.setClass(BreakerReport);
