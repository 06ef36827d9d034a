import type { AttemptEffect, AttemptSnapshot, Transition } from './attempt-events.ts';
import { type AttemptCause, type AttemptState, isArrow } from './attempt-state.ts';

/** An ending that no carrier call has: it is closed at once. */
export function over(
  attempt: AttemptSnapshot,
  to: 'not_placed' | 'blocked',
  cause: AttemptCause,
  reason: string,
  atMs: number,
): Transition {
  return move(attempt, to, cause, { reason, endedAtMs: atMs, closedAtMs: atMs, reservedUntilMs: null }, [
    { type: 'settle_contact' },
  ]);
}

/** An ending that a person, the policy or the carrier's silence decided: its run closes it. */
export function end(
  attempt: AttemptSnapshot,
  cause: AttemptCause,
  outcome: NonNullable<AttemptSnapshot['outcome']>,
  reason: string,
  atMs: number,
  effects: AttemptEffect[] = [],
): Transition {
  return move(attempt, 'ended', cause, { outcome, reason, endedAtMs: atMs }, [
    ...effects,
    { type: 'signal_call_ended' },
  ]);
}

/** One arrow; refused when the machine has none from this state for this cause. */
export function move(
  attempt: AttemptSnapshot,
  to: AttemptState,
  cause: AttemptCause,
  patch: Partial<AttemptSnapshot>,
  effects: AttemptEffect[] = [],
): Transition {
  if (!isArrow(attempt.state, to, cause)) return { refused: 'wrong_state' };
  return { state: { ...attempt, ...patch, state: to, cause }, effects };
}
