import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, orgId, tenantRows } from './columns.ts';

const CallLegSchema = defineEntity({
  name: 'CallLeg',
  ...tenantRows,
  indexes: [{ name: 'call_leg_call', properties: ['orgId', 'callId'] }],
  properties: {
    orgId: orgId(),
    id: id(),
    callId: p.uuid(),
    providerCallId: p.text().nullable(),
    kind: p.text(),
    state: p.text(),
    startedAt: moment().nullable(),
    endedAt: moment().nullable(),
  },
});

/** A party of a call: the callee, a dialled target, a conference participant. */
export class CallLeg extends CallLegSchema.class {}
CallLegSchema.setClass(CallLeg);
