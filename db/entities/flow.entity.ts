import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const FlowSchema = defineEntity({
  name: 'Flow',
  ...tenantRows,
  indexes: [{ name: 'flow_name', properties: ['orgId', 'name', 'id'], where: 'deleted_at is null' }],
  properties: {
    orgId: orgId(),
    id: id(),
    name: p.text(),
    /** The version new calls begin with; null until the first publish. */
    liveVersionId: p.uuid().nullable(),
    /** Whether a version may only go live when the flow's suites pass on it. */
    requiresSuites: p.boolean().default(false),
    createdAt: now(),
    deletedAt: moment().nullable(),
  },
});

/** An IVR flow: its name and which published version is live. */
export class Flow extends FlowSchema.class {}
FlowSchema.setClass(Flow);
