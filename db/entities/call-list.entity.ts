import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, now, orgId, tenantRows } from './columns.ts';

const CallListSchema = defineEntity({
  name: 'CallList',
  ...tenantRows,
  properties: { orgId: orgId(), id: id(), name: p.text(), createdAt: now() },
});

/** A named list of contacts that campaigns dial. */
export class CallList extends CallListSchema.class {}
CallListSchema.setClass(CallList);
