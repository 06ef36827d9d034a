import type { Pool } from 'pg';
import type { CreateCallResult } from '../../domain/call/carrier.port.ts';
import type { DialTimings } from '../../domain/call/dial-timings.ts';
import { AppError } from '../../domain/errors.ts';
import { withOrg } from '../tenant.ts';
import { type AppliedEvent, applyEvent, type TimelessEvent } from './apply-event.ts';
import type { AttemptRow } from './attempt-row.ts';

/** What came of the one request of a committed dial; `stale` is one that was never made. */
export type DialResult = CreateCallResult | { kind: 'stale' };

/**
 * T3: writes what the carrier answered. Applies only to the dial of `dialToken`; an accepted call is bound whatever
 * has happened meanwhile. IDEMPOTENT.
 */
export async function recordCreate(
  pool: Pool,
  attempt: { orgId: string; attemptId: string; dialToken: string },
  result: DialResult,
  timings: DialTimings,
  beforeCommit?: () => void,
): Promise<AppliedEvent> {
  const applied = await withOrg(pool, attempt.orgId, async (tx) => {
    const toEvent = (row: AttemptRow) => eventOf(attempt.dialToken, result, row, timings);
    const done = await applyEvent(tx, attempt.attemptId, toEvent, timings);
    beforeCommit?.();
    return done;
  });
  if (!applied) throw new AppError({ code: 'attempt.not_found' });
  return applied;
}

function eventOf(
  dialToken: string,
  result: DialResult,
  row: AttemptRow,
  timings: DialTimings,
): TimelessEvent {
  const nextAtMs = row.ruleNowMs + timings.backoffMs * row.ruleRate;
  switch (result.kind) {
    case 'accepted':
      return { type: 'create_accepted', dialToken, callId: result.callId, queueTimeMs: result.queueTimeMs };
    case 'refused': {
      const reason =
        result.carrierCode === null ? `http_${result.httpStatus}` : `carrier_${result.carrierCode}`;
      return { type: 'create_refused', dialToken, reason };
    }
    case 'rate_limited':
      return { type: 'create_rate_limited', dialToken, nextAtMs };
    case 'not_sent':
      return { type: 'create_not_sent', dialToken, nextAtMs };
    case 'ambiguous':
      return { type: 'create_ambiguous', dialToken, reason: result.reason };
    case 'stale':
      return { type: 'stale', dialToken };
  }
}
