import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, now, orgId, tenantRows } from './columns.ts';

const FlowLiveChangeSchema = defineEntity({
  name: 'FlowLiveChange',
  ...tenantRows,
  indexes: [{ name: 'flow_live_change_flow', properties: ['orgId', 'flowId', 'id'] }],
  properties: {
    orgId: orgId(),
    id: id(),
    flowId: p.uuid(),
    versionId: p.uuid(),
    kind: p.enum(['publish', 'rollback']),
    changedBy: p.uuid().nullable(),
    at: now(),
  },
});

/** One change of the version that new calls begin with; never changed itself. */
export class FlowLiveChange extends FlowLiveChangeSchema.class {}
FlowLiveChangeSchema.setClass(FlowLiveChange);
