import type { AttemptEffect, AttemptSnapshot, CallNews, Transition } from './attempt-events.ts';
import { type AttemptCause, isArrow, isLive, wasReached } from './attempt-state.ts';
import {
  TERMINAL_RANK,
  carrierRank,
  isSameEnding,
  outcomeOf,
  stateOfStatus,
  stateRank,
} from './carrier-rank.ts';

/**
 * What news of a call makes of its attempt: binds the first call id, tells a second one from the first, moves forward
 * by rank only, and asks the carrier when it contradicts itself.
 */
export function applyNews(
  attempt: AttemptSnapshot,
  news: CallNews,
  cause: AttemptCause,
  atMs: number,
): Transition {
  if (attempt.callId === null && !isLive(attempt.state)) return lateDial(attempt, news, atMs);
  if (attempt.callId !== null && attempt.callId !== news.callId) {
    return secondCall(attempt, attempt.callId, news.callId);
  }
  if (attempt.state === 'ended') return newsOfEnded(attempt, news, cause, atMs);
  // A row of no live state that holds a call id is a late dial, already hung up and reported.
  if (!isLive(attempt.state)) return { refused: 'already_rang' };
  return forward(attempt, news, cause, atMs);
}

function forward(attempt: AttemptSnapshot, news: CallNews, cause: AttemptCause, atMs: number): Transition {
  const rank = carrierRank(news.status);
  const answeredBy = news.answeredBy ?? attempt.answeredBy;
  if (rank <= attempt.carrierRank) {
    if (answeredBy !== attempt.answeredBy) return { state: { ...attempt, answeredBy }, effects: [] };
    // Asked, the carrier says that the call lives as it did: that is a sign of life and moves the deadline.
    if (cause === 'carrier_fetched') return { state: { ...attempt, lastEventAtMs: atMs }, effects: [] };
    return { refused: 'not_newer' };
  }
  const seen = {
    ...attempt,
    callId: news.callId,
    carrierRank: rank,
    answeredBy,
    lastEventAtMs: atMs,
    answeredAtMs: attempt.answeredAtMs ?? (news.status === 'in-progress' ? atMs : null),
  };
  const to = stateOfStatus(news.status);
  if (stateRank(to) <= stateRank(attempt.state)) return { state: seen, effects: [] };
  if (!isArrow(attempt.state, to, cause)) return { refused: 'wrong_state' };
  const moved = { ...seen, state: to, cause, reason: null };
  // The run of an attempt in review is over; a call that turns out to live needs one again.
  if (to !== 'ended')
    return { state: moved, effects: attempt.state === 'review' ? [{ type: 'ensure_workflow' }] : [] };
  return {
    state: {
      ...moved,
      outcome: outcomeOf(news.status, answeredBy),
      endedAtMs: atMs,
      durationSeconds: news.durationSeconds,
    },
    effects: [{ type: 'signal_call_ended' }],
  };
}

/** Two different endings: a callback only makes us ask; what the carrier then answers corrects the row. */
function newsOfEnded(
  attempt: AttemptSnapshot,
  news: CallNews,
  cause: AttemptCause,
  atMs: number,
): Transition {
  const outcome = outcomeOf(news.status, news.answeredBy ?? attempt.answeredBy);
  if (carrierRank(news.status) < TERMINAL_RANK || isSameEnding(outcome, attempt.outcome)) {
    return { refused: 'not_newer' };
  }
  if (cause !== 'carrier_fetched') {
    return { state: attempt, effects: [{ type: 'fetch_call', callId: news.callId }] };
  }
  return {
    state: {
      ...attempt,
      cause: 'carrier_correction',
      outcome,
      carrierRank: TERMINAL_RANK,
      lastEventAtMs: atMs,
      durationSeconds: news.durationSeconds,
    },
    effects: [
      { type: 'incident', kind: 'CARRIER_CORRECTION', callId: news.callId },
      ...(attempt.closedAtMs !== null && wasReached(outcome) ? [{ type: 'withdraw_retry' } as const] : []),
    ],
  };
}

/** A first call id on a row that holds no live call: end that call and say so. */
function lateDial(attempt: AttemptSnapshot, news: CallNews, atMs: number): Transition {
  const effects: AttemptEffect[] = [{ type: 'incident', kind: 'LATE_DIAL', callId: news.callId }];
  if (carrierRank(news.status) < TERMINAL_RANK) effects.push({ type: 'hang_up', callId: news.callId });
  return { state: { ...attempt, callId: news.callId, lastEventAtMs: atMs }, effects };
}

/** The double-dial detector. */
function secondCall(attempt: AttemptSnapshot, boundCallId: string, otherCallId: string): Transition {
  return {
    state: attempt,
    effects: [
      { type: 'incident', kind: 'DUPLICATE_DIAL', callId: otherCallId },
      { type: 'settle_two_calls', boundCallId, otherCallId },
    ],
  };
}
