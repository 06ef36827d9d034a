import type { AttemptState } from '../../contracts/attempt-states.ts';

export { ATTEMPT_STATES, type AttemptState } from '../../contracts/attempt-states.ts';

/** How a carrier call ended; what was said in it is the flow's disposition. */
export const ATTEMPT_OUTCOMES = ['answered', 'machine', 'busy', 'no_answer', 'failed', 'canceled'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** Whether the call reached somebody, or their machine: then the contact is done and nobody is rung again. */
export function wasReached(outcome: AttemptOutcome | null): outcome is 'answered' | 'machine' {
  return outcome === 'answered' || outcome === 'machine';
}

/** States in which a call may exist at the carrier: they lock the number across all campaigns. */
export const LIVE_STATES = ['dialing', 'unknown', 'review', 'placed', 'ringing', 'in_call'] as const;

/** States that no event leaves, save `ended` → `ended` by a carrier correction. */
export const TERMINAL_STATES = ['ended', 'not_placed', 'blocked'] as const;

/** One allowed change of state; `from` null is the birth of a row. */
export interface AttemptArrow {
  readonly from: AttemptState | null;
  readonly to: AttemptState;
  readonly causes: readonly AttemptCause[];
}

/** Why a row last changed; kept in `call_attempt.cause` and in every `attempt_event`. */
export const ATTEMPT_CAUSES = [
  'intended',
  'claimed',
  'lease_expired',
  'not_now',
  'blocked',
  'dial_committed',
  'stale',
  'create_accepted',
  'create_refused',
  'create_rate_limited',
  'create_not_sent',
  'create_ambiguous',
  'dialing_timed_out',
  'carrier_news',
  'carrier_fetched',
  'bound_by_list',
  'several_matches',
  'no_match',
  'person',
  'policy',
  'call_missing',
  'carrier_correction',
] as const;
export type AttemptCause = (typeof ATTEMPT_CAUSES)[number];

const NEWS = ['carrier_news', 'carrier_fetched', 'bound_by_list'] as const;

/**
 * Every arrow of the machine. The trigger `call_attempt_guard` holds the same pairs, and a test compares the two
 * arrow by arrow.
 */
export const ATTEMPT_ARROWS: readonly AttemptArrow[] = [
  { from: null, to: 'planned', causes: ['intended'] },
  { from: null, to: 'reserved', causes: ['claimed'] },
  { from: 'planned', to: 'reserved', causes: ['claimed'] },
  { from: 'reserved', to: 'planned', causes: ['lease_expired', 'not_now'] },
  { from: 'reserved', to: 'blocked', causes: ['blocked'] },
  { from: 'reserved', to: 'dialing', causes: ['dial_committed'] },
  { from: 'dialing', to: 'planned', causes: ['create_rate_limited', 'create_not_sent'] },
  { from: 'dialing', to: 'not_placed', causes: ['create_refused', 'stale'] },
  { from: 'dialing', to: 'unknown', causes: ['create_ambiguous', 'dialing_timed_out'] },
  { from: 'dialing', to: 'placed', causes: ['create_accepted', ...NEWS] },
  { from: 'dialing', to: 'ringing', causes: NEWS },
  { from: 'dialing', to: 'in_call', causes: NEWS },
  { from: 'dialing', to: 'ended', causes: NEWS },
  { from: 'unknown', to: 'placed', causes: ['create_accepted', ...NEWS] },
  { from: 'unknown', to: 'ringing', causes: NEWS },
  { from: 'unknown', to: 'in_call', causes: NEWS },
  { from: 'unknown', to: 'ended', causes: NEWS },
  { from: 'unknown', to: 'review', causes: ['several_matches', 'no_match'] },
  { from: 'review', to: 'placed', causes: ['create_accepted', 'person', ...NEWS] },
  { from: 'review', to: 'ringing', causes: ['person', ...NEWS] },
  { from: 'review', to: 'in_call', causes: ['person', ...NEWS] },
  { from: 'review', to: 'ended', causes: ['person', 'policy', ...NEWS] },
  { from: 'placed', to: 'ringing', causes: NEWS },
  { from: 'placed', to: 'in_call', causes: NEWS },
  { from: 'placed', to: 'ended', causes: [...NEWS, 'call_missing'] },
  { from: 'ringing', to: 'in_call', causes: NEWS },
  { from: 'ringing', to: 'ended', causes: [...NEWS, 'call_missing'] },
  { from: 'in_call', to: 'ended', causes: [...NEWS, 'call_missing'] },
  { from: 'ended', to: 'ended', causes: ['carrier_correction'] },
];

const allowed = new Set(
  ATTEMPT_ARROWS.flatMap((arrow) => arrow.causes.map((cause) => `${arrow.from}>${arrow.to}:${cause}`)),
);

/** Whether the machine may go from one state to another for this cause. */
export function isArrow(from: AttemptState | null, to: AttemptState, cause: AttemptCause): boolean {
  return allowed.has(`${from}>${to}:${cause}`);
}

const live: ReadonlySet<AttemptState> = new Set(LIVE_STATES);
const terminal: ReadonlySet<AttemptState> = new Set(TERMINAL_STATES);

/** Whether a call of this attempt may exist at the carrier now. */
export function isLive(state: AttemptState): boolean {
  return live.has(state);
}

/** Whether the attempt is over. */
export function isTerminal(state: AttemptState): boolean {
  return terminal.has(state);
}
