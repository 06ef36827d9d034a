import type { Pool, PoolClient } from 'pg';
import type { CallbackState } from '../../domain/call/callback-plan.ts';
import type { DialTimings } from '../../domain/call/dial-timings.ts';
import { applyToRow } from '../dialing/apply-event.ts';
import type { AttemptRow } from '../dialing/attempt-row.ts';
import { withOrg } from '../tenant.ts';
import { recordEvent } from '../webhooks/record-event.ts';
import { lockCallback } from './lock-callback.ts';
import { type CallbackRef, type CallbackView, readCallback } from './reserve-callback.ts';

/** Why a callback cannot be changed any more. */
export type SteerRefusal = 'callback.already_calling' | 'callback.already_finished';

/** The callback after the change, or why there was none. */
export type SteerResult = { refused: SteerRefusal } | { callback: CallbackView };

/**
 * Moves a callback that is still scheduled to another rule time, epoch ms; null is now. A wait of its attempt (window,
 * number busy) ends with that and is judged again then. IDEMPOTENT.
 */
export function rescheduleCallback(
  pool: Pool,
  { orgId, callbackId }: CallbackRef,
  dueAtMs: number | null,
): Promise<SteerResult> {
  return withOrg(pool, orgId, async (tx) => {
    const { state, openAttempt } = await lockCallback(tx, callbackId);
    const refused = refusal(state);
    if (refused) return { refused };
    if (openAttempt) await tx.query('UPDATE call_attempt SET next_at = NULL WHERE id = $1', [openAttempt.id]);
    await tx.query(
      `UPDATE callback SET due_at = coalesce($2, rule_now()), reason = NULL, revision = revision + 1,
              updated_at = clock_timestamp()
        WHERE id = $1`,
      [callbackId, dueAtMs === null ? null : new Date(dueAtMs)],
    );
    await recordEvent(tx, 'callback.rescheduled', callbackId);
    return { callback: await readCallback(tx, callbackId) };
  });
}

/** Cancels a callback that is still scheduled: its attempt, if it has one, can never dial. IDEMPOTENT. */
export function cancelCallback(
  pool: Pool,
  { orgId, callbackId }: CallbackRef,
  timings: DialTimings,
): Promise<SteerResult> {
  return withOrg(pool, orgId, async (tx) => {
    const { state, openAttempt } = await lockCallback(tx, callbackId);
    if (state === 'canceled') return { callback: await readCallback(tx, callbackId) };
    const refused = refusal(state);
    if (refused) return { refused };
    if (openAttempt) await block(tx, openAttempt, timings);
    await tx.query(
      `UPDATE callback SET state = 'canceled', outcome = NULL, reason = 'canceled', revision = revision + 1,
              finished_at = clock_timestamp(), updated_at = clock_timestamp()
        WHERE id = $1`,
      [callbackId],
    );
    await recordEvent(tx, 'callback.canceled', callbackId);
    return { callback: await readCallback(tx, callbackId) };
  });
}

function refusal(state: CallbackState): SteerRefusal | null {
  if (state === 'scheduled') return null;
  return state === 'calling' ? 'callback.already_calling' : 'callback.already_finished';
}

async function block(tx: PoolClient, attempt: AttemptRow, timings: DialTimings): Promise<void> {
  const reserved = await applyToRow(tx, attempt, { type: 'reserve', leaseUntilMs: attempt.nowMs }, timings);
  await applyToRow(tx, reserved.row, { type: 'block', reason: 'callback.canceled' }, timings);
}
