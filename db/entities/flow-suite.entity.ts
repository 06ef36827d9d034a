import { defineEntity, p } from '@mikro-orm/postgresql';
import { now, orgId, tenantRows } from './columns.ts';

const FlowSuiteSchema = defineEntity({
  name: 'FlowSuite',
  ...tenantRows,
  properties: {
    orgId: orgId(),
    flowId: p.uuid().primary(),
    /** Stable within the flow, as the suite's document names it. */
    suiteId: p.text().primary(),
    name: p.text(),
    document: p.json<unknown>(),
    /** Raised by each save; the ETag of the suite. */
    revision: p.integer().default(1),
    updatedBy: p.uuid().nullable(),
    updatedAt: now(),
  },
});

/** Scripted calls a flow has to pass, kept with the flow; a flow may be published only when they do. */
export class FlowSuite extends FlowSuiteSchema.class {}
FlowSuiteSchema.setClass(FlowSuite);
