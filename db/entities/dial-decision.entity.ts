import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const DialDecisionSchema = defineEntity({
  name: 'DialDecision',
  ...tenantRows,
  indexes: [
    { name: 'dial_decision_contact', properties: ['orgId', 'contactId', 'seq'] },
    { name: 'dial_decision_attempt', properties: ['orgId', 'attemptId', 'seq'] },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    seq: p.bigint('number').columnType('bigint').autoincrement().generated('identity'),
    campaignId: p.uuid().nullable(),
    contactId: p.uuid(),
    attemptId: p.uuid(),
    /** Wall time. */
    at: now(),
    /** Rule time that was judged. */
    ruleAt: moment(),
    verdict: p.enum(['allow', 'not_now', 'block']),
    /** Every gate in order: {gate, passed, code, detail}. */
    reasons: p.json<unknown>(),
    rulepackVersion: p.text(),
    zoneSet: p.array().columnType('text[]'),
    localTimes: p.json<Record<string, string>>(),
    capsCounts: p.json<Record<string, number>>(),
    callerId: p.text(),
    facts: p.json<unknown>(),
    inputsHash: p.text(),
  },
});

/** Why a person was, or was not, called: one row for each verdict, never changed. */
export class DialDecision extends DialDecisionSchema.class {}
DialDecisionSchema.setClass(DialDecision);
