import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, now, orgId, tenantRows } from './columns.ts';

const FlowVersionSchema = defineEntity({
  name: 'FlowVersion',
  ...tenantRows,
  uniques: [{ name: 'flow_version_number_key', properties: ['orgId', 'flowId', 'version'] }],
  properties: {
    orgId: orgId(),
    id: id(),
    flowId: p.uuid(),
    version: p.integer(),
    document: p.json<unknown>(),
    graph: p.json<unknown>(),
    prompts: p.json<unknown>(),
    /** Variables the flow reads, so that a call loads no others. */
    reads: p.array().columnType('text[]'),
    publishedBy: p.uuid().nullable(),
    publishedAt: now(),
  },
});

/** A published flow; a trigger refuses every change to it. */
export class FlowVersion extends FlowVersionSchema.class {}
FlowVersionSchema.setClass(FlowVersion);
