import { deadlineOf } from './attempt-deadline.ts';
import type { AttemptEvent, AttemptSnapshot, Transition } from './attempt-events.ts';
import { end, move, over } from './attempt-move.ts';
import { applyNews } from './attempt-news.ts';
import { applyCreateAnswer } from './create-answer.ts';
import { DIAL_TIMINGS, type DialTimings } from './dial-timings.ts';

/** A row just intended: no call, no reservation. */
export function plannedAttempt(atMs: number, timings: DialTimings = DIAL_TIMINGS): AttemptSnapshot {
  const blank: AttemptSnapshot = {
    state: 'planned',
    cause: 'intended',
    reason: null,
    outcome: null,
    callId: null,
    carrierRank: 0,
    dialToken: null,
    dialStartedAtMs: null,
    reservedUntilMs: null,
    deadlineAtMs: null,
    nextAtMs: null,
    queueTimeMs: null,
    answeredBy: null,
    answeredAtMs: null,
    endedAtMs: null,
    durationSeconds: null,
    lastEventAtMs: null,
    closedAtMs: null,
  };
  return { ...blank, deadlineAtMs: deadlineOf(blank, atMs, timings) };
}

/**
 * The attempt machine: what an event makes of an attempt, and what the world must then do. Pure and total: an event
 * that does not apply is refused, never thrown. The same function runs in production, under the row's lock, and in the
 * simulator.
 */
export function transition(
  attempt: AttemptSnapshot,
  event: AttemptEvent,
  timings: DialTimings = DIAL_TIMINGS,
): Transition {
  const next = step(attempt, event, timings);
  if ('refused' in next) return next;
  return { ...next, state: { ...next.state, deadlineAtMs: deadlineOf(next.state, event.atMs, timings) } };
}

type Of<T extends AttemptEvent['type']> = Extract<AttemptEvent, { type: T }>;

function step(attempt: AttemptSnapshot, event: AttemptEvent, timings: DialTimings): Transition {
  switch (event.type) {
    case 'reserve':
      return move(attempt, 'reserved', 'claimed', { reservedUntilMs: event.leaseUntilMs, nextAtMs: null });
    case 'lease_expired':
      if (event.atMs < (attempt.reservedUntilMs ?? 0)) return { refused: 'too_early' };
      return move(attempt, 'planned', 'lease_expired', { reservedUntilMs: null });
    case 'not_now':
      return move(attempt, 'planned', 'not_now', {
        reason: event.reason,
        nextAtMs: event.nextAtMs,
        reservedUntilMs: null,
      });
    case 'block':
      return over(attempt, 'blocked', 'blocked', event.reason, event.atMs);
    case 'dial':
      return dial(attempt, event);
    case 'stale':
    case 'create_accepted':
    case 'create_refused':
    case 'create_rate_limited':
    case 'create_not_sent':
    case 'create_ambiguous':
      return applyCreateAnswer(attempt, event, timings);
    case 'dialing_timed_out':
      if (event.atMs < (attempt.dialStartedAtMs ?? 0) + timings.dialingUnknownAfterMs)
        return { refused: 'too_early' };
      return move(attempt, 'unknown', 'dialing_timed_out', { reason: 'worker_lost' });
    case 'news':
      if (event.parentCallId !== null) return { refused: 'other_leg' };
      return applyNews(attempt, event.news, 'carrier_news', event.atMs);
    case 'fetched':
      return applyNews(attempt, event.news, 'carrier_fetched', event.atMs);
    case 'listed':
      return listed(attempt, event, timings);
    case 'call_missing':
      if (attempt.callId === null) return { refused: 'wrong_state' };
      // A call just made may not be readable yet.
      if (event.atMs < (attempt.dialStartedAtMs ?? 0) + timings.ringExpectedMs)
        return { refused: 'too_early' };
      return end(attempt, 'call_missing', 'failed', 'call_missing', event.atMs, [
        { type: 'incident', kind: 'CALL_MISSING', callId: attempt.callId },
      ]);
    case 'person_resolved':
      return personResolved(attempt, event);
    case 'review_expired':
      if (event.atMs < (attempt.dialStartedAtMs ?? 0) + timings.reviewLockMs) return { refused: 'too_early' };
      return end(attempt, 'policy', 'failed', POLICY_REASON[event.policy], event.atMs);
    case 'close':
      return close(attempt, event.atMs);
  }
}

const POLICY_REASON = { review: 'unresolved', count_as_attempt: 'unknown_counted' } as const;

function dial(attempt: AttemptSnapshot, event: Of<'dial'>): Transition {
  // A call of this row turned up although the carrier had said that there was none: nobody is rung again.
  if (attempt.callId !== null) return { refused: 'already_rang' };
  return move(
    attempt,
    'dialing',
    'dial_committed',
    { dialToken: event.dialToken, dialStartedAtMs: event.atMs, reservedUntilMs: null, reason: null },
    [{ type: 'post_create', dialToken: event.dialToken }],
  );
}

function listed(attempt: AttemptSnapshot, event: Of<'listed'>, timings: DialTimings): Transition {
  if (attempt.state !== 'unknown' && attempt.state !== 'review') return { refused: 'wrong_state' };
  const { verdict } = event;
  if (verdict.kind === 'bind') return applyNews(attempt, verdict.call, 'bound_by_list', event.atMs);
  const [afterMs, cause] =
    verdict.kind === 'several'
      ? ([timings.unknownWaitMs, 'several_matches'] as const)
      : ([timings.reviewAfterMs, 'no_match'] as const);
  if (event.atMs < (attempt.dialStartedAtMs ?? 0) + afterMs) return { refused: 'too_early' };
  return move(attempt, 'review', cause, { reason: cause });
}

function personResolved(attempt: AttemptSnapshot, event: Of<'person_resolved'>): Transition {
  if (attempt.state !== 'review') return { refused: 'wrong_state' };
  switch (event.verdict.kind) {
    case 'bind':
      return applyNews(attempt, event.verdict.call, 'person', event.atMs);
    case 'rang':
      return end(attempt, 'person', event.verdict.outcome, 'person', event.atMs);
    case 'did_not_ring':
      return end(attempt, 'person', 'failed', 'did_not_ring', event.atMs);
  }
}

function close(attempt: AttemptSnapshot, atMs: number): Transition {
  if (attempt.closedAtMs !== null) return { refused: 'already_closed' };
  if (attempt.state !== 'ended') return { refused: 'wrong_state' };
  return { state: { ...attempt, closedAtMs: atMs }, effects: [{ type: 'settle_contact' }] };
}
