import type { AttemptSnapshot } from './attempt-events.ts';

/** State of a campaign's contact while its attempt is open; a closed attempt leaves it to the retry plan. */
export type OpenContactState = 'pending' | 'leased' | 'calling' | 'review';

/** The contact's state that an open attempt means; null once the attempt is closed. */
export function openContactState(attempt: AttemptSnapshot): OpenContactState | null {
  if (attempt.closedAtMs !== null) return null;
  if (attempt.state === 'planned') return 'pending';
  if (attempt.state === 'reserved') return 'leased';
  return attempt.state === 'review' ? 'review' : 'calling';
}

/** Whether the attempt takes one of the campaign's concurrent calls: from T0 until it is closed, save in REVIEW. */
export function holdsLine(attempt: AttemptSnapshot): boolean {
  return openContactState(attempt) === 'calling';
}

/** Whether the attempt's cost is reserved in the budget: from T0 until it is closed. */
export function holdsMoney(attempt: AttemptSnapshot): boolean {
  return holdsLine(attempt) || (attempt.state === 'review' && attempt.closedAtMs === null);
}
