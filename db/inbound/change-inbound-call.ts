import type { PoolClient } from 'pg';
import type { AttemptOutcome } from '../../domain/call/attempt-state.ts';
import type { CarrierStatus } from '../../domain/call/carrier-rank.ts';
import type { DialTimings } from '../../domain/call/dial-timings.ts';
import { inboundChange, type NewsSource } from '../../domain/call/inbound-call.ts';
import { publicCallState } from '../../domain/call/public-call-state.ts';
import { tellOfIncident } from '../dialing/incident.ts';
import { recordEvent } from '../webhooks/record-event.ts';
import type { InboundCallRow } from './inbound-call-row.ts';
import { send } from './inbound-message.ts';

/** What the carrier says of one inbound call; `missing`: asked, it knows no such call. */
export interface InboundNews {
  source: NewsSource;
  status: CarrierStatus | 'missing';
  durationSeconds: number | null;
}

/**
 * Applies news to a row that this transaction holds locked, with its outbox message and incident. Answers the outcome
 * after it, null while the call goes on. IDEMPOTENT by rank: news that is not newer changes nothing.
 */
export async function changeInboundCall(
  tx: PoolClient,
  row: InboundCallRow,
  news: InboundNews,
  timings: DialTimings,
): Promise<AttemptOutcome | null> {
  const { source, durationSeconds } = news;
  const isMissing = news.status === 'missing';
  const change = inboundChange(row.outcome, news.status === 'missing' ? 'failed' : news.status, source);
  switch (change.kind) {
    case 'none':
      return row.outcome;
    case 'alive':
      await lookAgain(tx, row.id, 3 * timings.askCarrierAfterMs);
      return null;
    case 'ask':
      await send(tx, [{ type: 'fetch_call', inboundCallId: row.id }]);
      return row.outcome;
    case 'end':
      if (isMissing) await report(tx, row, 'CALL_MISSING');
      await end(tx, row, change.outcome, durationSeconds, timings);
      return change.outcome;
    case 'correct':
      // Nothing is known of a call that the carrier has forgotten: its written ending stands.
      if (isMissing) return row.outcome;
      await report(tx, row, 'CARRIER_CORRECTION');
      await tx.query(
        'UPDATE call SET state = $2, outcome = $3, duration_seconds = coalesce($4, duration_seconds) WHERE id = $1',
        [row.id, publicCallState('ended', change.outcome), change.outcome, durationSeconds],
      );
      return change.outcome;
  }
}

/** The end; a call that no run conducts is closed with it. */
async function end(
  tx: PoolClient,
  row: InboundCallRow,
  outcome: AttemptOutcome,
  durationSeconds: number | null,
  timings: DialTimings,
): Promise<void> {
  const hasRun = row.flowVersionId !== null;
  await tx.query({
    name: 'end_inbound_call',
    text: `UPDATE call
              SET state = $2, outcome = $3, ended_at = clock_timestamp(), duration_seconds = $4,
                  closed_at = CASE WHEN $5 THEN NULL ELSE clock_timestamp() END,
                  deadline_at = CASE WHEN $5 THEN clock_timestamp() + make_interval(secs => $6::float8) END
            WHERE id = $1`,
    values: [
      row.id,
      publicCallState('ended', outcome),
      outcome,
      durationSeconds,
      hasRun,
      timings.closeWithinMs / 1000,
    ],
  });
  if (hasRun) await send(tx, [{ type: 'call_ended', inboundCallId: row.id, outcome }]);
  else await recordEvent(tx, 'call.completed', row.id);
}

/** Moves the moment at which the sweeper looks at an open row. */
export async function lookAgain(tx: PoolClient, callId: string, afterMs: number): Promise<void> {
  await tx.query({
    name: 'look_again_inbound',
    text: `UPDATE call SET deadline_at = clock_timestamp() + make_interval(secs => $2::float8)
            WHERE id = $1 AND closed_at IS NULL`,
    values: [callId, afterMs / 1000],
  });
}

async function report(tx: PoolClient, row: InboundCallRow, kind: string): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO incident (org_id, kind, detail) VALUES (current_setting('app.org')::uuid, $1, $2) RETURNING id`,
    [kind, JSON.stringify({ inboundCallId: row.id, callId: row.callSid })],
  );
  if (rows[0]) await tellOfIncident(tx, rows[0].id);
}
