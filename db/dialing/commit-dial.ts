import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { AttemptEvent } from '../../domain/call/attempt-events.ts';
import { transition } from '../../domain/call/attempt-machine.ts';
import type { AttemptOutcome, AttemptState } from '../../domain/call/attempt-state.ts';
import type { DialTimings } from '../../domain/call/dial-timings.ts';
import type { RulePack } from '../../domain/compliance/compliance.types.ts';
import { AppError } from '../../domain/errors.ts';
import { withOrg } from '../tenant.ts';
import { readAttempt } from './attempt-row.ts';
import { type DialSubject, readDialSubject } from './dial-facts.ts';
import { type DialVerdict, judgeDial, type LineAnswer } from './dial-verdict.ts';
import type { DialSql } from './dial.sql.ts';
import { saveAttempt } from './save-attempt.ts';

/** What T0 needs beside the pool. */
export interface DialDeps {
  pool: Pool;
  timings: DialTimings;
  rulepack: RulePack;
  sql: DialSql;
  /** Called inside the transaction, for tests that kill the process there. */
  insideT0?: () => void;
}

/** How T0 ended. Only `dial` may be followed by a request to the carrier, once. */
export type DialCommit =
  | { kind: 'dial'; subject: DialSubject; dialToken: string; slotAtMs: number }
  | { kind: 'not_now'; reason: string; nextAtMs: number }
  | { kind: 'blocked'; reason: string }
  | { kind: 'already'; state: AttemptState; outcome: AttemptOutcome | null };

/** Thrown inside T0 when the row was not RESERVED any more: all that T0 had reserved is rolled back. */
class NotReserved extends Error {}

/**
 * T0: turns RESERVED into DIALING, or says why not, in one transaction that takes its locks in one order (number,
 * control, counter, attempt, account). `slotAtMs` is on this process's monotonic clock. IDEMPOTENT: of all that try,
 * at any time, one gets `dial`. Throws `attempt.not_found`.
 */
export async function commitDial(
  deps: DialDeps,
  { orgId, attemptId }: { orgId: string; attemptId: string },
): Promise<DialCommit> {
  try {
    return await withOrg(deps.pool, orgId, (tx) => decide(deps, tx, attemptId));
  } catch (error) {
    if (!(error instanceof NotReserved)) throw error;
    const row = await withOrg(deps.pool, orgId, (tx) => readAttempt(tx, attemptId, 'no_lock'));
    if (!row) throw new AppError({ code: 'attempt.not_found' });
    return { kind: 'already', state: row.snapshot.state, outcome: row.snapshot.outcome };
  }
}

async function decide(deps: DialDeps, tx: PoolClient, attemptId: string): Promise<DialCommit> {
  const { sql } = deps;
  await tx.query({ ...sql.lockNumber, values: [attemptId] });
  const lines = await tx.query<LineAnswer>({ ...sql.reserveLine, values: [attemptId] });
  const line = lines.rows[0] ?? null;
  const subject = await readDialSubject(tx, sql.readFacts, attemptId, deps.timings);
  if (!subject) throw new AppError({ code: 'attempt.not_found' });
  // Not RESERVED a moment ago, when the line was asked for: whatever it is now, this dial has no line.
  if (subject.row.campaignId !== null && line === null) throw new NotReserved();
  const verdict = judgeDial(subject, line, deps.rulepack, deps.timings);
  deps.insideT0?.();
  if (verdict.verdict !== 'allow') return await stop(deps, tx, subject, line, verdict);
  return await dial(deps, tx, subject, line, verdict);
}

interface DialAnswer {
  mine: boolean;
  dialled: boolean;
  slot_in_ms: number | null;
  next_slot_in_ms: number | null;
}

async function dial(
  deps: DialDeps,
  tx: PoolClient,
  subject: DialSubject,
  line: LineAnswer | null,
  verdict: DialVerdict,
): Promise<DialCommit> {
  const dialToken = randomUUID();
  const { timings } = deps;
  const { rows } = await tx.query<DialAnswer>({
    ...deps.sql.dial,
    values: [
      subject.row.id,
      JSON.stringify(verdict.ledger),
      dialToken,
      timings.slotAheadMs / 1000,
      timings.dialingUnknownAfterMs / 1000,
    ],
  });
  const answer = rows[0];
  if (answer?.dialled && answer.slot_in_ms !== null) {
    return { kind: 'dial', subject, dialToken, slotAtMs: performance.now() + Math.max(0, answer.slot_in_ms) };
  }
  if (!answer?.mine) throw new NotReserved();
  const { row } = subject;
  const nextAtMs = row.ruleNowMs + (answer.next_slot_in_ms ?? 0) * row.ruleRate;
  const noSlot = {
    gate: 'pace',
    passed: false,
    code: 'pace.no_slot',
    detail: 'No free slot within a second.',
  };
  const ledger = { ...verdict.ledger, verdict: 'not_now', reasons: [...verdict.gates, noSlot] };
  return await stop(deps, tx, subject, line, {
    ...verdict,
    verdict: 'not_now',
    reason: noSlot.code,
    nextAtMs,
    ledger,
  });
}

/** Writes "not now" or "never" with its decision, and gives back the line and the money that were reserved. */
async function stop(
  deps: DialDeps,
  tx: PoolClient,
  { row }: DialSubject,
  line: LineAnswer | null,
  { verdict, reason, nextAtMs, ledger }: DialVerdict,
): Promise<DialCommit> {
  const dueMs = nextAtMs ?? row.ruleNowMs;
  const event: AttemptEvent =
    verdict === 'block'
      ? { type: 'block', reason, atMs: row.nowMs }
      : { type: 'not_now', reason, nextAtMs: dueMs, atMs: row.nowMs };
  const next = transition(row.snapshot, event, deps.timings);
  if ('refused' in next) throw new NotReserved();
  const decision = await tx.query<{ id: string }>({
    ...deps.sql.decide,
    values: [row.id, JSON.stringify(ledger)],
  });
  const returned = line?.taken ? { lines: 1, micros: line.cost } : { lines: 0, micros: 0 };
  const change = { after: next.state, effects: next.effects, returned };
  const decisionId = decision.rows[0]?.id;
  const saved = await saveAttempt(tx, row, decisionId === undefined ? change : { ...change, decisionId });
  if (!saved) throw new NotReserved();
  return verdict === 'block' ? { kind: 'blocked', reason } : { kind: 'not_now', reason, nextAtMs: dueMs };
}
