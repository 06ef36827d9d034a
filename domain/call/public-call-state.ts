import type { AttemptOutcome, AttemptState } from './attempt-state.ts';

/** States of a call in the words of the API. */
export const PUBLIC_CALL_STATES = [
  'queued',
  'initiated',
  'ringing',
  'in_progress',
  'completed',
  'busy',
  'no_answer',
  'failed',
  'canceled',
  'unknown',
  'needs_review',
] as const;
export type PublicCallState = (typeof PUBLIC_CALL_STATES)[number];

const OPEN: Record<Exclude<AttemptState, 'ended'>, PublicCallState> = {
  planned: 'queued',
  reserved: 'queued',
  dialing: 'initiated',
  placed: 'initiated',
  ringing: 'ringing',
  in_call: 'in_progress',
  unknown: 'unknown',
  review: 'needs_review',
  not_placed: 'failed',
  blocked: 'canceled',
};

const ENDED: Record<AttemptOutcome, PublicCallState> = {
  answered: 'completed',
  machine: 'completed',
  busy: 'busy',
  no_answer: 'no_answer',
  failed: 'failed',
  canceled: 'canceled',
};

/** The state of a call as the API words it. An ended attempt always has its outcome; without one it failed. */
export function publicCallState(state: AttemptState, outcome: AttemptOutcome | null): PublicCallState {
  return state === 'ended' ? ENDED[outcome ?? 'failed'] : OPEN[state];
}
