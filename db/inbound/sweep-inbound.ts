import type { Pool } from 'pg';
import type { DialTimings } from '../../domain/call/dial-timings.ts';
import { withOrg } from '../tenant.ts';
import { lookAgain } from './change-inbound-call.ts';
import { type InboundCallRow, readInboundCall } from './inbound-call-row.ts';
import { type InboundMessage, send } from './inbound-message.ts';

/** An inbound call past its deadline. */
export interface OverdueInboundCall {
  orgId: string;
  callId: string;
}

/** The rule that found a repair, for the metric and the incident. */
export type InboundRule = 'silent_inbound_call' | 'unclosed_inbound_call';

/** Inbound calls of all organizations that are not closed and whose deadline has passed, the oldest first. */
export async function overdueInboundCalls(systemPool: Pool, limit: number): Promise<OverdueInboundCall[]> {
  const { rows } = await systemPool.query<{ org_id: string; call_id: string }>({
    name: 'sweep_inbound_due',
    text: 'SELECT org_id, call_id FROM sweep_inbound_due($1)',
    values: [limit],
  });
  return rows.map((row) => ({ orgId: row.org_id, callId: row.call_id }));
}

/**
 * Mends one overdue call under its row lock: the carrier is asked how a silent one stands, the run of an ended one is
 * told again or replaced. Answers the rule that fired, null when nothing had to be mended. IDEMPOTENT.
 */
export function repairInboundCall(
  pool: Pool,
  { orgId, callId }: OverdueInboundCall,
  timings: DialTimings,
): Promise<InboundRule | null> {
  return withOrg(pool, orgId, async (tx) => {
    const row = await readInboundCall(tx, callId, 'lock');
    if (!row || row.deadlineAtMs === null || row.deadlineAtMs > row.nowMs || row.closedAtMs !== null)
      return null;
    const rule = row.outcome === null ? 'silent_inbound_call' : 'unclosed_inbound_call';
    await send(tx, messagesFor(row, timings));
    await lookAgain(tx, row.id, row.outcome === null ? 2 * timings.sweepEveryMs : timings.closeWithinMs);
    await tx.query(
      `INSERT INTO incident (org_id, kind, detail, resolved_at)
       VALUES (current_setting('app.org')::uuid, 'SWEEPER_REPAIR', $1, clock_timestamp())`,
      [JSON.stringify({ rule, inboundCallId: row.id })],
    );
    return rule;
  });
}

function messagesFor(row: InboundCallRow, timings: DialTimings): InboundMessage[] {
  const { id: inboundCallId, outcome, endedAtMs } = row;
  if (outcome === null) {
    const fetch: InboundMessage = { type: 'fetch_call', inboundCallId };
    return row.flowVersionId === null ? [fetch] : [fetch, { type: 'ensure_workflow', inboundCallId }];
  }
  const isStuck = endedAtMs !== null && row.nowMs - endedAtMs > timings.replaceRunAfterMs;
  return [isStuck ? { type: 'replace_run', inboundCallId } : { type: 'call_ended', inboundCallId, outcome }];
}
