import type { PoolClient } from 'pg';
import type { AttemptSnapshot, UnknownPolicy } from '../../domain/call/attempt-events.ts';
import type { AttemptCause, AttemptOutcome, AttemptState } from '../../domain/call/attempt-state.ts';
import type { RetryDelayMinutes } from '../../domain/call/retry-plan.ts';

/** An attempt with what the store needs to write its changes; money in micros, times epoch ms. */
export interface AttemptRow {
  id: string;
  snapshot: AttemptSnapshot;
  campaignId: string | null;
  /** The callback that it is made for, if it is for one. */
  callbackId: string | null;
  contactId: string;
  flowVersionId: string | null;
  carrierAccountId: string;
  provider: string;
  providerAccount: string;
  fromE164: string;
  /** Null once the person was erased. */
  toE164: string | null;
  costPerCallMicros: number;
  retry: { maxAttempts: number; attemptsMade: number; delayMinutes: RetryDelayMinutes };
  unknownPolicy: UnknownPolicy;
  maxCallSeconds: number;
  /** The database's wall time when the row was read. */
  nowMs: number;
  ruleNowMs: number;
  /** Rule milliseconds that pass in one wall millisecond. */
  ruleRate: number;
}

interface Columns {
  id: string;
  campaign_id: string | null;
  callback_id: string | null;
  contact_id: string;
  flow_version_id: string | null;
  carrier_account_id: string;
  provider: string;
  provider_account: string;
  from_e164: string;
  phone_e164: string | null;
  cost_per_call_micros: number;
  max_attempts: number;
  attempts_made: number;
  retry_delay_minutes: RetryDelayMinutes;
  unknown_policy: UnknownPolicy;
  max_call_seconds: number;
  now: Date;
  rule_now: Date;
  rule_rate: number;
  state: AttemptState;
  cause: AttemptCause;
  reason: string | null;
  outcome: AttemptOutcome | null;
  provider_call_id: string | null;
  carrier_rank: number;
  dial_token: string | null;
  dial_started_at: Date | null;
  reserved_until: Date | null;
  deadline_at: Date | null;
  next_at: Date | null;
  queue_time_ms: number | null;
  answered_by: string | null;
  answered_at: Date | null;
  ended_at: Date | null;
  duration_seconds: number | null;
  last_event_at: Date | null;
  closed_at: Date | null;
}

/** Columns of `toAttemptRow`; to be followed by `ATTEMPT_FROM`. */
export const ATTEMPT_SELECT = `
  a.id, a.campaign_id, a.contact_id, a.flow_version_id, a.carrier_account_id, a.provider, a.provider_account,
  a.from_e164, a.state, a.cause, a.reason, a.outcome, a.provider_call_id, a.carrier_rank, a.dial_token,
  a.dial_started_at, a.reserved_until, a.deadline_at, a.next_at, a.queue_time_ms, a.answered_by, a.answered_at,
  a.ended_at, a.duration_seconds, a.last_event_at, a.closed_at, pii.phone_e164,
  coalesce(c.cost_per_call_micros, 0) AS cost_per_call_micros, coalesce(c.max_attempts, b.max_attempts, 1) AS max_attempts,
  coalesce(cc.attempts_made, b.attempts_made, 0) AS attempts_made, b.id AS callback_id,
  coalesce(c.retry_delay_minutes, '{"busy": 15, "no_answer": 60, "failed": 60}') AS retry_delay_minutes,
  o.unknown_policy, o.max_call_seconds, clock_timestamp() AS now, rule_now() AS rule_now,
  coalesce((SELECT rate FROM rule_clock), 1)::float8 AS rule_rate`;

/** Tables of `ATTEMPT_SELECT`; only `a` is ever locked. */
export const ATTEMPT_FROM = `
  call_attempt a
  JOIN organization o ON o.id = a.org_id
  LEFT JOIN contact_pii pii ON pii.org_id = a.org_id AND pii.contact_id = a.contact_id
  LEFT JOIN campaign c ON c.org_id = a.org_id AND c.id = a.campaign_id
  LEFT JOIN campaign_contact cc
    ON a.intent_kind = 'campaign_contact' AND cc.org_id = a.org_id AND cc.id = a.intent_id
  LEFT JOIN callback b ON a.intent_kind = 'callback' AND b.org_id = a.org_id AND b.id = a.intent_id`;

const epochMs = (moment: Date | null): number | null => moment?.getTime() ?? null;

/** A row of `ATTEMPT_SELECT` as the store uses it. */
export function toAttemptRow(row: Columns): AttemptRow {
  return {
    id: row.id,
    snapshot: toSnapshot(row),
    campaignId: row.campaign_id,
    callbackId: row.callback_id,
    contactId: row.contact_id,
    flowVersionId: row.flow_version_id,
    carrierAccountId: row.carrier_account_id,
    provider: row.provider,
    providerAccount: row.provider_account,
    fromE164: row.from_e164,
    toE164: row.phone_e164,
    costPerCallMicros: row.cost_per_call_micros,
    retry: {
      maxAttempts: row.max_attempts,
      attemptsMade: row.attempts_made,
      delayMinutes: row.retry_delay_minutes,
    },
    unknownPolicy: row.unknown_policy,
    maxCallSeconds: row.max_call_seconds,
    nowMs: row.now.getTime(),
    ruleNowMs: row.rule_now.getTime(),
    ruleRate: row.rule_rate,
  };
}

function toSnapshot(row: Columns): AttemptSnapshot {
  return {
    state: row.state,
    cause: row.cause,
    reason: row.reason,
    outcome: row.outcome,
    callId: row.provider_call_id,
    carrierRank: row.carrier_rank,
    dialToken: row.dial_token,
    dialStartedAtMs: epochMs(row.dial_started_at),
    reservedUntilMs: epochMs(row.reserved_until),
    deadlineAtMs: epochMs(row.deadline_at),
    nextAtMs: epochMs(row.next_at),
    queueTimeMs: row.queue_time_ms,
    answeredBy: row.answered_by,
    answeredAtMs: epochMs(row.answered_at),
    endedAtMs: epochMs(row.ended_at),
    durationSeconds: row.duration_seconds,
    lastEventAtMs: epochMs(row.last_event_at),
    closedAtMs: epochMs(row.closed_at),
  };
}

const READ = `SELECT ${ATTEMPT_SELECT} FROM ${ATTEMPT_FROM} WHERE a.id = $1`;

/** An attempt of the organization in context, or null; `lock` holds it until the end of the transaction. */
export async function readAttempt(
  tx: PoolClient,
  attemptId: string,
  lock: 'lock' | 'no_lock',
): Promise<AttemptRow | null> {
  const query =
    lock === 'lock'
      ? { name: 'lock_attempt', text: `${READ} FOR UPDATE OF a` }
      : { name: 'read_attempt', text: READ };
  const { rows } = await tx.query<Columns>({ ...query, values: [attemptId] });
  return rows[0] ? toAttemptRow(rows[0]) : null;
}
