import type { AttemptSnapshot } from './attempt-events.ts';
import type { DialTimings } from './dial-timings.ts';

/**
 * When the sweeper looks at a row at the latest, epoch ms wall time; null once the row is closed. `atMs` is the moment
 * of its last change. Live rows get twice the life that is expected of them.
 */
export function deadlineOf(attempt: AttemptSnapshot, atMs: number, timings: DialTimings): number | null {
  const dialledAtMs = attempt.dialStartedAtMs ?? atMs;
  switch (attempt.state) {
    case 'planned':
      return atMs + timings.plannedLookMs;
    case 'reserved':
      return attempt.reservedUntilMs ?? atMs;
    case 'dialing':
      return dialledAtMs + timings.dialingUnknownAfterMs;
    case 'unknown':
      return dialledAtMs + timings.reviewAfterMs + timings.sweepEveryMs;
    case 'review':
      return dialledAtMs + timings.reviewLockMs;
    case 'placed':
      // Rank 1 is a call still in the carrier's queue.
      return atMs + (attempt.carrierRank > 1 ? 2 * timings.ringExpectedMs : timings.queueLimitMs);
    case 'ringing':
      return atMs + 2 * timings.ringExpectedMs;
    case 'in_call':
      // Its run asks the carrier this often: three silent turns mean that the run is gone.
      return atMs + 3 * timings.askCarrierAfterMs;
    case 'ended':
      return attempt.closedAtMs === null ? atMs + timings.closeWithinMs : null;
    case 'not_placed':
    case 'blocked':
      return null;
  }
}
