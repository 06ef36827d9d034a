import type { AttemptState } from './attempt-state.ts';
import { wasReached } from './attempt-state.ts';
import type { AttemptOutcome } from './attempt-state.ts';
import type { DialTimings } from './dial-timings.ts';

/** States of a callback: `calling` from the moment that its attempt is reserved. */
export const CALLBACK_STATES = ['scheduled', 'calling', 'completed', 'failed', 'canceled'] as const;
export type CallbackState = (typeof CALLBACK_STATES)[number];

/** Whether nothing more happens to a callback. */
export function isCallbackOver(state: CallbackState): boolean {
  return state !== 'scheduled' && state !== 'calling';
}

/** The callback's state that follows from its attempt, in the words that a contact of a campaign has. */
export function callbackStateOf(contact: { state: string; outcome: string | null }): CallbackState {
  if (contact.state === 'pending') return 'scheduled';
  if (contact.state === 'blocked') return 'failed';
  if (contact.state !== 'done') return 'calling';
  return wasReached(contact.outcome as AttemptOutcome | null) ? 'completed' : 'failed';
}

/** How a callback and its latest attempt stand. `dueInMs` wall ms until it may ring, 0 once it may. */
export interface CallbackStanding {
  state: CallbackState;
  dueInMs: number;
  attempt: { id: string; state: AttemptState } | null;
}

/** What the run of a callback does next; `waitMs` wall ms, after which the row is read again. */
export type CallbackStep =
  | { kind: 'over' }
  | { kind: 'ring'; attemptId: string }
  | { kind: 'wait'; waitMs: number };

/** What follows from how a callback stands. Pure. A reserved attempt is rung, by whomever it was reserved. */
export function nextCallbackStep(standing: CallbackStanding, timings: DialTimings): CallbackStep {
  const { state, attempt, dueInMs } = standing;
  if (isCallbackOver(state)) return { kind: 'over' };
  if (attempt?.state === 'reserved') return { kind: 'ring', attemptId: attempt.id };
  if (state === 'scheduled') return { kind: 'wait', waitMs: Math.max(dueInMs, timings.relayPollMs) };
  // Somebody else conducts the call, or a person settles it: its row says when that is over.
  const isSlow = attempt?.state === 'review';
  return { kind: 'wait', waitMs: isSlow ? timings.reviewAfterMs : timings.busyBackoffMs };
}
