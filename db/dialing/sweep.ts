import type { Pool, PoolClient } from 'pg';
import type { DialTimings } from '../../domain/call/dial-timings.ts';
import { askForCallbackRun } from '../callbacks/insert-callback.ts';
import { withOrg } from '../tenant.ts';
import { applyToRow } from './apply-event.ts';
import { type AttemptRow, readAttempt } from './attempt-row.ts';
import { type OutboxMessage, outboxKind } from './outbox-message.ts';

/** A row past its deadline, and the rule that found it. */
export interface OverdueAttempt {
  orgId: string;
  attemptId: string;
  rule: string;
}

/** Rows of all organizations that are not at rest and whose deadline has passed, the oldest first. */
export async function overdueAttempts(systemPool: Pool, limit: number): Promise<OverdueAttempt[]> {
  const { rows } = await systemPool.query<{ org_id: string; attempt_id: string; rule: string }>({
    name: 'sweep_due',
    text: 'SELECT org_id, attempt_id, rule FROM sweep_due($1)',
    values: [limit],
  });
  return rows.map((row) => ({ orgId: row.org_id, attemptId: row.attempt_id, rule: row.rule }));
}

/**
 * Mends one overdue row under its lock: what its state says must happen, with an outbox message where the carrier or
 * the run of the call must be asked. Returns whether something had to be mended. IDEMPOTENT.
 */
export async function repairAttempt(
  pool: Pool,
  { orgId, attemptId, rule }: OverdueAttempt,
  timings: DialTimings,
): Promise<boolean> {
  return withOrg(pool, orgId, async (tx) => {
    const row = await readAttempt(tx, attemptId, 'lock');
    const { deadlineAtMs } = row?.snapshot ?? { deadlineAtMs: null };
    if (!row || deadlineAtMs === null || deadlineAtMs > row.nowMs) return false;
    const isMended = await mend(tx, row, timings);
    if (isMended) await note(tx, row, rule);
    return isMended;
  });
}

async function mend(tx: PoolClient, row: AttemptRow, timings: DialTimings): Promise<boolean> {
  switch (row.snapshot.state) {
    case 'planned':
      return await mendPlanned(tx, row, timings);
    case 'reserved':
      return (await applyToRow(tx, row, { type: 'lease_expired' }, timings)).refused === null;
    case 'dialing': {
      const gone = await applyToRow(tx, row, { type: 'dialing_timed_out' }, timings);
      await ask(tx, row, [{ type: 'ensure_workflow', attemptId: row.id }]);
      return gone.refused === null;
    }
    case 'review': {
      const policy = row.unknownPolicy;
      return (await applyToRow(tx, row, { type: 'review_expired', policy }, timings)).refused === null;
    }
    case 'ended':
      await ask(tx, row, [closingMessage(row, timings)]);
      await lookAgain(tx, row, timings.closeWithinMs);
      return true;
    case 'unknown':
    case 'placed':
    case 'ringing':
    case 'in_call':
      await ask(tx, row, [
        { type: 'fetch_call', attemptId: row.id },
        { type: 'ensure_workflow', attemptId: row.id },
      ]);
      await lookAgain(tx, row, 2 * timings.sweepEveryMs);
      return true;
    case 'not_placed':
    case 'blocked':
      return false;
  }
}

/** The run is told again; one that has not closed its attempt for long after is stuck and is replaced. */
function closingMessage(row: AttemptRow, timings: DialTimings): OutboxMessage {
  const { endedAtMs, outcome } = row.snapshot;
  const isStuck = endedAtMs !== null && row.nowMs - endedAtMs > timings.replaceRunAfterMs;
  return isStuck
    ? { type: 'replace_run', attemptId: row.id }
    : { type: 'call_ended', attemptId: row.id, outcome };
}

/** A planned row whose contact no longer waits for it (its campaign was canceled) will never be claimed. */
async function mendPlanned(tx: PoolClient, row: AttemptRow, timings: DialTimings): Promise<boolean> {
  if (row.callbackId !== null) await askForCallbackRun(tx, row.callbackId);
  const { rowCount } = await tx.query(
    `SELECT FROM campaign_contact WHERE attempt_id = $1 AND state IN ('pending', 'leased')`,
    [row.id],
  );
  if (rowCount !== 0 || row.campaignId === null) {
    await lookAgain(tx, row, timings.plannedLookMs);
    return false;
  }
  const reserved = await applyToRow(tx, row, { type: 'reserve', leaseUntilMs: row.nowMs }, timings);
  const blocked = await applyToRow(tx, reserved.row, { type: 'block', reason: 'campaign.canceled' }, timings);
  return blocked.refused === null;
}

async function ask(tx: PoolClient, row: AttemptRow, messages: OutboxMessage[]): Promise<void> {
  for (const message of messages) {
    await tx.query(
      `INSERT INTO outbox (org_id, kind, key, payload) VALUES (current_setting('app.org')::uuid, $1, $2, $3)`,
      [outboxKind(message), row.id, JSON.stringify(message)],
    );
  }
}

async function lookAgain(tx: PoolClient, row: AttemptRow, afterMs: number): Promise<void> {
  await tx.query(
    `UPDATE call_attempt SET deadline_at = clock_timestamp() + make_interval(secs => $2) WHERE id = $1`,
    [row.id, afterMs / 1000],
  );
}

async function note(tx: PoolClient, row: AttemptRow, rule: string): Promise<void> {
  await tx.query(
    `INSERT INTO incident (org_id, kind, attempt_id, detail, resolved_at)
     VALUES (current_setting('app.org')::uuid, 'SWEEPER_REPAIR', $1, $2, clock_timestamp())`,
    [row.id, JSON.stringify({ rule, state: row.snapshot.state })],
  );
}
