import { applyNews } from './attempt-news.ts';
import type { AttemptEvent, AttemptSnapshot, Transition } from './attempt-events.ts';
import { move, over } from './attempt-move.ts';
import type { DialTimings } from './dial-timings.ts';

type Of<T extends AttemptEvent['type']> = Extract<AttemptEvent, { type: T }>;

/** What came of the one create request of a dial. */
export type CreateAnswer = Of<
  | 'stale'
  | 'create_accepted'
  | 'create_refused'
  | 'create_rate_limited'
  | 'create_not_sent'
  | 'create_ambiguous'
>;

/** Applies the outcome of a create request: only to the dial of its token, save that an accepted call always counts. */
export function applyCreateAnswer(
  attempt: AttemptSnapshot,
  event: CreateAnswer,
  timings: DialTimings,
): Transition {
  if (event.type === 'create_accepted') return accepted(attempt, event, timings);
  if (attempt.dialToken !== event.dialToken) return { refused: 'wrong_token' };
  switch (event.type) {
    case 'stale':
      return over(attempt, 'not_placed', 'stale', 'stale', event.atMs);
    case 'create_refused':
      return over(attempt, 'not_placed', 'create_refused', event.reason, event.atMs);
    case 'create_ambiguous':
      return move(attempt, 'unknown', 'create_ambiguous', { reason: event.reason });
    case 'create_rate_limited':
    case 'create_not_sent':
      return move(attempt, 'planned', event.type, {
        reason: event.type,
        nextAtMs: event.nextAtMs,
        dialToken: null,
        dialStartedAtMs: null,
      });
  }
}

/** Proof that somebody may ring is taken from any answer, whatever its token or however late. */
function accepted(attempt: AttemptSnapshot, event: Of<'create_accepted'>, timings: DialTimings): Transition {
  const { callId, queueTimeMs } = event;
  const news = { callId, status: 'queued', answeredBy: null, durationSeconds: null } as const;
  const next = applyNews(attempt, news, 'create_accepted', event.atMs);
  if ('refused' in next) return next;
  // What the carrier holds back for long could ring outside the calling window.
  const isHeldBack = next.state.state === 'placed' && (queueTimeMs ?? 0) > timings.queueLimitMs;
  const effects = isHeldBack ? [...next.effects, { type: 'hang_up', callId } as const] : next.effects;
  return { state: { ...next.state, queueTimeMs }, effects };
}
