import { defineEntity, p } from '@mikro-orm/postgresql';
import { ATTEMPT_STATES } from '../../contracts/attempt-states.ts';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const isLive = `state in ('dialing', 'unknown', 'review', 'placed', 'ringing', 'in_call')`;
// Open is what still has something to come, an ended call that is not closed yet included.
const isOpen = 'closed_at is null';

const CallAttemptSchema = defineEntity({
  name: 'CallAttempt',
  ...tenantRows,
  uniques: [
    { name: 'call_attempt_intent_key', properties: ['orgId', 'intentKind', 'intentId', 'attemptNo'] },
    {
      name: 'call_attempt_provider_call_key',
      properties: ['orgId', 'provider', 'providerAccount', 'providerCallId'],
    },
    { name: 'one_live_per_number', properties: ['orgId', 'phoneHash'], where: isLive },
  ],
  indexes: [
    { name: 'call_attempt_in_window', properties: ['orgId', 'phoneHash', 'dialStartedAt'] },
    { name: 'call_attempt_state', properties: ['orgId', 'state', 'id'], where: `state <> 'ended'` },
    { name: 'call_attempt_campaign', properties: ['orgId', 'campaignId', 'state'] },
    { name: 'call_attempt_contact', properties: ['orgId', 'contactId', 'id'] },
    { name: 'call_attempt_deadline', properties: ['deadlineAt'], where: isOpen },
    { name: 'call_attempt_open', properties: ['id'], where: isOpen },
  ],
  checks: [
    { name: 'call_attempt_deadline_check', expression: `closed_at is not null or deadline_at is not null` },
    {
      name: 'call_attempt_closed_check',
      expression: `closed_at is null or state in ('ended', 'not_placed', 'blocked')`,
    },
    {
      name: 'call_attempt_dialed_check',
      expression: `not (${isLive}) or (dial_token is not null and dial_started_at is not null and decision_id is not null)`,
    },
    { name: 'call_attempt_ended_check', expression: `state <> 'ended' or outcome is not null` },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    intentKind: p.enum(['campaign_contact', 'callback', 'manual', 'voicemail']),
    intentId: p.uuid(),
    attemptNo: p.integer().check('attempt_no > 0'),
    campaignId: p.uuid().nullable(),
    contactId: p.uuid(),
    phoneHash: p.blob(),
    fromE164: p.text().fieldName('from_e164'),
    carrierAccountId: p.uuid(),
    provider: p.text(),
    providerAccount: p.text(),
    providerCallId: p.text().nullable(),
    state: p.enum(ATTEMPT_STATES).default('planned'),
    outcome: p.enum(['answered', 'busy', 'no_answer', 'failed', 'canceled', 'machine']).nullable(),
    reason: p.text().nullable(),
    /** Why the row last changed; copied into `attempt_event`. */
    cause: p.text(),
    /** Rule time; set while planned again. */
    nextAt: moment().nullable(),
    /** Wall time; end of the lease of a reserved row. */
    reservedUntil: moment().nullable(),
    /** Wall time; the sweeper looks at the row no later than this. Null once it is closed. */
    deadlineAt: moment().nullable(),
    dialToken: p.uuid().nullable(),
    dialStartedAt: moment().nullable(),
    decisionId: p.uuid().nullable(),
    queueTimeMs: p.integer().nullable(),
    flowVersionId: p.uuid().nullable(),
    answeredBy: p.text().nullable(),
    answeredAt: moment().nullable(),
    endedAt: moment().nullable(),
    durationSeconds: p.integer().nullable(),
    /** Rank of the last carrier event applied: queued 1, initiated 2, ringing 3, in-progress 4, terminal 5. */
    carrierRank: p.integer().default(0),
    lastEventAt: moment().nullable(),
    /** Wall time the closing of the attempt was written, once. */
    closedAt: moment().nullable(),
    createdAt: now(),
    updatedAt: now(),
  },
});

/** One intention to ring one contact once; the row is the fence that no second dial passes. */
export class CallAttempt extends CallAttemptSchema.class {}
CallAttemptSchema.setClass(CallAttempt);
