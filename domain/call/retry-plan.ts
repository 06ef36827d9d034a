import type { AttemptSnapshot } from './attempt-events.ts';
import { type AttemptOutcome, wasReached } from './attempt-state.ts';

/** Minutes of rule time before the next attempt, by why the last one failed. */
export interface RetryDelayMinutes {
  busy: number;
  no_answer: number;
  failed: number;
}

/** What a retry depends on. `attemptsMade` counts this attempt if it used one up; `ruleNowMs` epoch ms. */
export interface RetryInput {
  attempt: Pick<AttemptSnapshot, 'state' | 'outcome' | 'reason' | 'answeredAtMs'>;
  attemptsMade: number;
  maxAttempts: number;
  retryDelayMinutes: RetryDelayMinutes;
  ruleNowMs: number;
}

/** What becomes of the contact; `nextAtMs` (rule) only where another attempt is planned. */
export type RetryPlan =
  | { contactState: 'done'; outcome: AttemptOutcome; reason: string | null; nextAtMs: null }
  | { contactState: 'blocked'; outcome: null; reason: string; nextAtMs: null }
  | { contactState: 'pending'; outcome: null; reason: string; nextAtMs: number };

const MINUTE_MS = 60_000;

/** Reasons of NOT_PLACED that no later attempt can mend: the number itself. */
const HOPELESS_REASONS: ReadonlySet<string> = new Set([
  'carrier_13224',
  'carrier_21211',
  'carrier_21214',
  'carrier_21215',
  'carrier_21216',
  'carrier_21217',
]);

/** Whether a finished attempt counts against `maxAttempts`: not when no request was ever meant to reach the carrier. */
export function usesAttempt(attempt: Pick<AttemptSnapshot, 'state' | 'reason'>): boolean {
  if (attempt.state === 'blocked') return false;
  return attempt.reason !== 'stale' && attempt.reason !== 'did_not_ring';
}

/** The retry plan of a contact after an attempt is over. Pure; due times are rule time. */
export function planRetry(input: RetryInput): RetryPlan {
  const { attempt } = input;
  if (attempt.state === 'blocked') {
    return { contactState: 'blocked', outcome: null, reason: attempt.reason ?? 'blocked', nextAtMs: null };
  }
  const outcome = attempt.outcome ?? 'failed';
  // Whoever picked up is not rung again, even when the carrier calls the end of that call a failure.
  if (wasReached(outcome) || attempt.answeredAtMs !== null || isHopeless(attempt.reason)) {
    return { contactState: 'done', outcome, reason: attempt.reason, nextAtMs: null };
  }
  if (input.attemptsMade >= input.maxAttempts) {
    return { contactState: 'done', outcome, reason: 'attempts_exhausted', nextAtMs: null };
  }
  const delayMinutes = input.retryDelayMinutes[outcome === 'canceled' ? 'failed' : outcome];
  const nextAtMs = input.ruleNowMs + (usesAttempt(attempt) ? delayMinutes * MINUTE_MS : 0);
  return { contactState: 'pending', outcome: null, reason: attempt.reason ?? outcome, nextAtMs };
}

/** `unresolved`: nobody settled a REVIEW in time under the policy `review`; nobody is rung again on a guess. */
function isHopeless(reason: string | null): boolean {
  return (
    reason === 'unresolved' || reason === 'call_missing' || (reason !== null && HOPELESS_REASONS.has(reason))
  );
}
