import { defineEntity, p } from '@mikro-orm/postgresql';
import { orgId, tenantRows } from './columns.ts';

const CallListMemberSchema = defineEntity({
  name: 'CallListMember',
  ...tenantRows,
  properties: {
    orgId: orgId(),
    callListId: p.uuid().primary(),
    contactId: p.uuid().primary(),
    /** Higher is dialled earlier. */
    priority: p.integer().default(0),
  },
});

/** One contact on one list. */
export class CallListMember extends CallListMemberSchema.class {}
CallListMemberSchema.setClass(CallListMember);
