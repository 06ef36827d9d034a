import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, now, orgId, tenantRows } from './columns.ts';

const FlowSchema = defineEntity({
  name: 'Flow',
  ...tenantRows,
  properties: {
    orgId: orgId(),
    id: id(),
    name: p.text(),
    /** The version new calls begin with; null until the first publish. */
    liveVersionId: p.uuid().nullable(),
    createdAt: now(),
  },
});

/** An IVR flow: its name and which published version is live. */
export class Flow extends FlowSchema.class {}
FlowSchema.setClass(Flow);
