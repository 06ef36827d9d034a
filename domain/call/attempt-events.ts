import type { AttemptCause, AttemptOutcome, AttemptState } from './attempt-state.ts';
import type { CarrierStatus } from './carrier-rank.ts';

/** One `call_attempt` row as the machine sees it; all times epoch ms, wall except `nextAtMs` (rule). */
export interface AttemptSnapshot {
  readonly state: AttemptState;
  readonly cause: AttemptCause;
  readonly reason: string | null;
  readonly outcome: AttemptOutcome | null;
  /** The carrier's id of the one call of this attempt, once known. */
  readonly callId: string | null;
  readonly carrierRank: number;
  readonly dialToken: string | null;
  readonly dialStartedAtMs: number | null;
  readonly reservedUntilMs: number | null;
  /** When the sweeper looks at the row at the latest; null only once nothing is left to do. */
  readonly deadlineAtMs: number | null;
  readonly nextAtMs: number | null;
  readonly queueTimeMs: number | null;
  readonly answeredBy: string | null;
  readonly answeredAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly durationSeconds: number | null;
  readonly lastEventAtMs: number | null;
  /** When outcome, retry plan and counters were written. */
  readonly closedAtMs: number | null;
}

/** What a carrier said about one call, by callback, answer or look-up. */
export interface CallNews {
  callId: string;
  status: CarrierStatus;
  answeredBy: string | null;
  durationSeconds: number | null;
}

/** How a person settled a REVIEW: this is the call, or it rang with this outcome, or nobody was rung. */
export type PersonVerdict =
  | { kind: 'bind'; call: CallNews }
  | { kind: 'rang'; outcome: AttemptOutcome }
  | { kind: 'did_not_ring' };

/** Organization policy for an UNKNOWN that nobody could resolve. */
export type UnknownPolicy = 'review' | 'count_as_attempt';

/** What a listing of the carrier's calls says about an UNKNOWN (domain/call/unknown-resolution.ts). */
export type ListVerdict = { kind: 'bind'; call: CallNews } | { kind: 'several' } | { kind: 'none' };

/** Everything that can happen to an attempt. `atMs` is wall time, `nextAtMs` rule time. */
export type AttemptEvent = { atMs: number } & (
  | { type: 'reserve'; leaseUntilMs: number }
  | { type: 'lease_expired' }
  | { type: 'not_now'; reason: string; nextAtMs: number }
  | { type: 'block'; reason: string }
  | { type: 'dial'; dialToken: string }
  | { type: 'stale'; dialToken: string }
  | { type: 'create_accepted'; dialToken: string; callId: string; queueTimeMs: number | null }
  | { type: 'create_refused'; dialToken: string; reason: string }
  | { type: 'create_rate_limited'; dialToken: string; nextAtMs: number }
  | { type: 'create_not_sent'; dialToken: string; nextAtMs: number }
  | { type: 'create_ambiguous'; dialToken: string; reason: string }
  | { type: 'dialing_timed_out' }
  | { type: 'news'; news: CallNews; parentCallId: string | null }
  | { type: 'fetched'; news: CallNews }
  | { type: 'listed'; verdict: ListVerdict }
  | { type: 'call_missing' }
  | { type: 'person_resolved'; verdict: PersonVerdict }
  | { type: 'review_expired'; policy: UnknownPolicy }
  | { type: 'close' }
);

/** Names of the incidents that the machine reports. */
export type AttemptIncident = 'DUPLICATE_DIAL' | 'LATE_DIAL' | 'CARRIER_CORRECTION' | 'CALL_MISSING';

/**
 * What the world must do after a transition, as data. `post_create` is the one request that rings; the others are safe
 * to repeat. `settle_contact` writes outcome, retry plan and counters with the closing of the row; `withdraw_retry` takes
 * that plan back, while it waits, because the person was reached after all.
 */
export type AttemptEffect =
  | { type: 'post_create'; dialToken: string }
  | { type: 'signal_call_ended' }
  | { type: 'ensure_workflow' }
  | { type: 'hang_up'; callId: string }
  | { type: 'fetch_call'; callId: string }
  | { type: 'settle_two_calls'; boundCallId: string; otherCallId: string }
  | { type: 'settle_contact' }
  | { type: 'withdraw_retry' }
  | { type: 'incident'; kind: AttemptIncident; callId: string | null };

/** Why an event changes nothing; each is normal under duplicates, races and retries. */
export type Refusal =
  | 'wrong_state'
  | 'wrong_token'
  | 'not_newer'
  | 'other_leg'
  | 'too_early'
  | 'already_closed'
  | 'already_rang';

/** Result of one event. */
export type Transition = { state: AttemptSnapshot; effects: AttemptEffect[] } | { refused: Refusal };
