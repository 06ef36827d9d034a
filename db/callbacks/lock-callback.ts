import type { PoolClient } from 'pg';
import type { CallbackState } from '../../domain/call/callback-plan.ts';
import { AppError } from '../../domain/errors.ts';
import { type AttemptRow, readAttempt } from '../dialing/attempt-row.ts';

/** A callback that this transaction holds locked, with its attempt that is not closed. */
export interface LockedCallback {
  state: CallbackState;
  openAttempt: AttemptRow | null;
}

/**
 * Locks a callback of the organization in context and its open attempt, the attempt first, as every change of an
 * attempt does. Throws `callback.not_found`.
 */
export async function lockCallback(tx: PoolClient, callbackId: string): Promise<LockedCallback> {
  const attempts = await tx.query<{ id: string }>({
    name: 'open_attempt_of_callback',
    text: `SELECT id FROM call_attempt
            WHERE intent_kind = 'callback' AND intent_id = $1 AND closed_at IS NULL`,
    values: [callbackId],
  });
  const attemptId = attempts.rows[0]?.id;
  const openAttempt = attemptId === undefined ? null : await readAttempt(tx, attemptId, 'lock');
  const { rows } = await tx.query<{ state: CallbackState }>({
    name: 'lock_callback',
    text: 'SELECT state FROM callback WHERE id = $1 FOR UPDATE',
    values: [callbackId],
  });
  if (!rows[0]) throw new AppError({ code: 'callback.not_found' });
  return { state: rows[0].state, openAttempt };
}
