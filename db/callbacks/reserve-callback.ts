import type { Pool, PoolClient } from 'pg';
import type { AttemptState } from '../../domain/call/attempt-state.ts';
import { type CallbackState, type CallbackStanding } from '../../domain/call/callback-plan.ts';
import type { DialTimings } from '../../domain/call/dial-timings.ts';
import { AppError } from '../../domain/errors.ts';
import { withOrg } from '../tenant.ts';
import { lockCallback } from './lock-callback.ts';

/** A callback, named with its organization as every activity names it. */
export interface CallbackRef {
  orgId: string;
  callbackId: string;
}

// Under the callback's lock. It keeps its attempt while that is PLANNED; another is intended only once the last is
// closed and did not count. Whoever comes second finds the callback no longer scheduled.
const RESERVE = `
WITH due AS MATERIALIZED (
  SELECT b.org_id, b.id, b.contact_id, b.phone_number_id, b.flow_version_id,
         last.id AS last_id, last.state AS last_state, last.attempt_no, last.closed_at
    FROM callback b
    LEFT JOIN LATERAL (
         SELECT a.id, a.state, a.attempt_no, a.next_at, a.closed_at FROM call_attempt a
          WHERE a.org_id = b.org_id AND a.intent_kind = 'callback' AND a.intent_id = b.id
          ORDER BY a.attempt_no DESC LIMIT 1) last ON true
   WHERE b.id = $1 AND b.state = 'scheduled' AND b.attempts_made < b.max_attempts
     AND greatest(b.due_at, last.next_at) <= rule_now()),
again AS (
  UPDATE call_attempt a
     SET state = 'reserved', cause = 'claimed', next_at = NULL, updated_at = clock_timestamp(),
         reserved_until = clock_timestamp() + make_interval(secs => $2::float8),
         deadline_at = clock_timestamp() + make_interval(secs => $2::float8)
    FROM due
   WHERE a.org_id = due.org_id AND a.id = due.last_id AND a.state = 'planned'
  RETURNING a.org_id, a.intent_id),
fresh AS (
  INSERT INTO call_attempt (org_id, intent_kind, intent_id, attempt_no, contact_id, phone_hash, from_e164,
                            carrier_account_id, provider, provider_account, flow_version_id, state, cause,
                            reserved_until, deadline_at)
  SELECT due.org_id, 'callback', due.id, coalesce(due.attempt_no, 0) + 1, due.contact_id, ct.phone_hash, n.e164,
         k.id, k.provider, k.account_sid, due.flow_version_id, 'reserved', 'claimed',
         clock_timestamp() + make_interval(secs => $2::float8), clock_timestamp() + make_interval(secs => $2::float8)
    FROM due
    JOIN contact ct ON ct.org_id = due.org_id AND ct.id = due.contact_id
    JOIN phone_number n ON n.org_id = due.org_id AND n.id = due.phone_number_id
    JOIN carrier_account k ON k.org_id = n.org_id AND k.id = n.carrier_account_id
   WHERE due.last_id IS NULL OR (due.last_state <> 'planned' AND due.closed_at IS NOT NULL)
  RETURNING org_id, intent_id),
reserved AS (SELECT * FROM again UNION ALL SELECT * FROM fresh)
UPDATE callback b
   SET state = 'calling', reason = NULL, updated_at = clock_timestamp()
  FROM reserved r
 WHERE b.org_id = r.org_id AND b.id = r.intent_id`;

interface StandingColumns {
  state: CallbackState;
  outcome: string | null;
  reason: string | null;
  due_at: Date;
  due_in_ms: number;
  attempt_id: string | null;
  attempt_state: AttemptState | null;
}

const STANDING = `
SELECT b.state, b.outcome, b.reason, b.due_at, last.id AS attempt_id, last.state AS attempt_state,
       greatest(0, extract(epoch FROM greatest(b.due_at, last.next_at) - rule_now())
                   / coalesce((SELECT rate FROM rule_clock), 1))::float8 * 1000 AS due_in_ms
  FROM callback b
  LEFT JOIN LATERAL (
       SELECT a.id, a.state, a.next_at FROM call_attempt a
        WHERE a.org_id = b.org_id AND a.intent_kind = 'callback' AND a.intent_id = b.id
        ORDER BY a.attempt_no DESC LIMIT 1) last ON true
 WHERE b.id = $1`;

/** How a callback stands, with what its run shows; `dueAtMs` rule time. */
export interface CallbackView extends CallbackStanding {
  outcome: string | null;
  reason: string | null;
  dueAtMs: number;
}

/** Reads how a callback of the organization in context stands. Throws `callback.not_found`. */
export async function readCallback(tx: PoolClient, callbackId: string): Promise<CallbackView> {
  const { rows } = await tx.query<StandingColumns>({
    name: 'callback_standing',
    text: STANDING,
    values: [callbackId],
  });
  const row = rows[0];
  if (!row) throw new AppError({ code: 'callback.not_found' });
  const { attempt_id: id, attempt_state: state } = row;
  return {
    state: row.state,
    outcome: row.outcome,
    reason: row.reason,
    dueAtMs: row.due_at.getTime(),
    dueInMs: row.due_in_ms,
    attempt: id === null || state === null ? null : { id, state },
  };
}

/**
 * Reserves the attempt of a callback that is due, for `leaseMs`, and answers how it stands after that. IDEMPOTENT: an
 * attempt that is reserved or further stays what it is, and there is never a second one beside it.
 */
export async function reserveCallback(
  pool: Pool,
  { orgId, callbackId }: CallbackRef,
  timings: DialTimings,
): Promise<CallbackView> {
  return withOrg(pool, orgId, async (tx) => {
    await lockCallback(tx, callbackId);
    await tx.query({ name: 'reserve_callback', text: RESERVE, values: [callbackId, timings.leaseMs / 1000] });
    return readCallback(tx, callbackId);
  });
}
