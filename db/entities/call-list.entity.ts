import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, now, orgId, tenantRows } from './columns.ts';

const CallListSchema = defineEntity({
  name: 'CallList',
  ...tenantRows,
  uniques: [{ name: 'call_list_name_key', properties: ['orgId', 'name'] }],
  properties: { orgId: orgId(), id: id(), name: p.text(), createdAt: now() },
});

/** A named list of contacts that campaigns dial. */
export class CallList extends CallListSchema.class {}
CallListSchema.setClass(CallList);
