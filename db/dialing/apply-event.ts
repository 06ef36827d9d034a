import type { PoolClient } from 'pg';
import type { AttemptEffect, AttemptEvent, Refusal } from '../../domain/call/attempt-events.ts';
import { transition } from '../../domain/call/attempt-machine.ts';
import type { DialTimings } from '../../domain/call/dial-timings.ts';
import { type AttemptRow, readAttempt } from './attempt-row.ts';
import { closeReview } from './incident.ts';
import { type ContactChange, saveAttempt } from './save-attempt.ts';

/** An event without its time: the database's wall time is used, so that no worker's clock can be wrong. */
export type TimelessEvent = AttemptEvent extends infer Event
  ? Event extends AttemptEvent
    ? Omit<Event, 'atMs'>
    : never
  : never;

/** What became of one event: `row.snapshot` is the state after it. */
export type AppliedEvent =
  | { row: AttemptRow; refused: null; contact: ContactChange; effects: readonly AttemptEffect[] }
  | { row: AttemptRow; refused: Refusal; contact: null; effects: readonly [] };

/**
 * Lets one event happen to an attempt under its row lock, with all that follows in the same transaction. `event` may
 * be made from the locked row. Null when the organization has no such attempt. IDEMPOTENT as the machine is: an event
 * that does not apply any more changes nothing.
 */
export async function applyEvent(
  tx: PoolClient,
  attemptId: string,
  event: TimelessEvent | ((row: AttemptRow) => TimelessEvent),
  timings: DialTimings,
): Promise<AppliedEvent | null> {
  const row = await readAttempt(tx, attemptId, 'lock');
  return row && applyToRow(tx, row, typeof event === 'function' ? event(row) : event, timings);
}

/** As `applyEvent`, for a row that this transaction holds locked. */
export async function applyToRow(
  tx: PoolClient,
  row: AttemptRow,
  event: TimelessEvent,
  timings: DialTimings,
): Promise<AppliedEvent> {
  const timed: AttemptEvent = { ...event, atMs: row.nowMs };
  const next = transition(row.snapshot, timed, timings);
  if ('refused' in next) return { row, refused: next.refused, contact: null, effects: [] };
  const contact = await saveAttempt(tx, row, { after: next.state, effects: next.effects });
  if (!contact) return { row, refused: 'wrong_state', contact: null, effects: [] };
  if (row.snapshot.state === 'review' && next.state.state !== 'review') {
    await closeReview(tx, row.id, next.state.cause);
  }
  return { row: { ...row, snapshot: next.state }, refused: null, contact, effects: next.effects };
}
