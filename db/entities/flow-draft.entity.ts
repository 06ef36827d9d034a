import { defineEntity, p } from '@mikro-orm/postgresql';
import { now, orgId, tenantRows } from './columns.ts';

const FlowDraftSchema = defineEntity({
  name: 'FlowDraft',
  ...tenantRows,
  properties: {
    orgId: orgId(),
    flowId: p.uuid().primary(),
    document: p.json<unknown>(),
    /** Raised by each save; the ETag of the draft. */
    revision: p.integer().default(1),
    updatedAt: now(),
  },
});

/** The editable document of a flow; no call can reach it. */
export class FlowDraft extends FlowDraftSchema.class {}
FlowDraftSchema.setClass(FlowDraft);
