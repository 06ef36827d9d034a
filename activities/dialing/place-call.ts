import { setTimeout as sleep } from 'node:timers/promises';
import { FIRST_TURN } from '../../contracts/names.ts';
import type { AppliedEvent } from '../../db/dialing/apply-event.ts';
import { commitDial, type DialCommit } from '../../db/dialing/commit-dial.ts';
import { type DialResult, recordCreate } from '../../db/dialing/record-create.ts';
import type { AttemptOutcome, AttemptState } from '../../domain/call/attempt-state.ts';
import type { CreateCallRequest, CreateCallResult } from '../../domain/call/carrier.port.ts';
import { callUrl, turnUrl } from '../../domain/call/webhook-urls.ts';
import { AppError } from '../../domain/errors.ts';
import type { AttemptRef, DialingDeps } from './dialing-deps.ts';

/** How a dial ended. `nextAtMs` rule time. `already`: this attempt was dialled or judged before; nothing was sent. */
export type PlaceCallResult =
  | { result: 'placed' | 'unknown' | 'review' }
  | { result: 'not_now'; reason: string; nextAtMs: number }
  | { result: 'blocked' | 'not_placed'; reason: string }
  | { result: 'already'; state: AttemptState; outcome: AttemptOutcome | null };

/** Longest ring and call that the carrier takes. Source: Twilio Call resource, `Timeout` and `TimeLimit`. */
const RING_SECONDS = { least: 20, most: 60 };
const MOST_CALL_SECONDS = 14_400;

type Dial = Extract<DialCommit, { kind: 'dial' }>;

/**
 * Rings a contact: the only way to do so on our initiative. T0 commits the dial, T1 waits for its slot, T2 asks the
 * carrier once, T3 writes the answer. IDEMPOTENT: whoever comes second, in a retry, after a reset or beside it, finds
 * the row no longer RESERVED and only reads.
 */
export async function placeCall(deps: DialingDeps, attempt: AttemptRef): Promise<PlaceCallResult> {
  const commit = await commitDial({ ...deps, insideT0: () => deps.killPoint('K3') }, attempt);
  deps.killPoint('K4');
  const result = commit.kind === 'dial' ? await dialOnce(deps, attempt, commit) : notDialled(commit);
  deps.metrics.dialled(result.result);
  return result;
}

function notDialled(commit: Exclude<DialCommit, Dial>): PlaceCallResult {
  switch (commit.kind) {
    case 'not_now':
      return { result: 'not_now', reason: commit.reason, nextAtMs: commit.nextAtMs };
    case 'blocked':
      return { result: 'blocked', reason: commit.reason };
    case 'already':
      return { result: 'already', state: commit.state, outcome: commit.outcome };
  }
}

async function dialOnce(deps: DialingDeps, attempt: AttemptRef, dial: Dial): Promise<PlaceCallResult> {
  const waitMs = dial.slotAtMs - performance.now();
  if (waitMs > 0) await sleep(waitMs);
  // The monotonic clock also counts the time for which a process was stopped.
  const isStale = performance.now() > dial.slotAtMs + deps.timings.staleAfterMs;
  const answer: DialResult = isStale ? { kind: 'stale' } : await post(deps, attempt, dial);
  const fence = { ...attempt, dialToken: dial.dialToken };
  const applied = await recordCreate(deps.pool, fence, answer, deps.timings, () => deps.killPoint('K7'));
  deps.killPoint('K8');
  return resultOf(applied, dial);
}

function post(deps: DialingDeps, { attemptId }: AttemptRef, { subject }: Dial): Promise<CreateCallResult> {
  const { row, orgRef, linkKey, ringTimeoutSeconds, machineDetection, account } = subject;
  if (row.toE164 === null)
    throw new AppError({ code: 'internal.unexpected', message: 'A dial has no number.' });
  const link = { name: 'a', id: attemptId, key: deps.signCall(linkKey, attemptId) } as const;
  const ours = { publicUrl: deps.publicUrl, orgRef, link };
  const request: CreateCallRequest = {
    to: row.toE164,
    from: row.fromE164,
    url: turnUrl(ours, FIRST_TURN),
    statusCallbackUrl: callUrl(ours, 'status'),
    fallbackUrl: callUrl({ ...ours, publicUrl: deps.fallbackUrl }, 'fallback'),
    ringTimeoutSeconds: Math.min(Math.max(ringTimeoutSeconds, RING_SECONDS.least), RING_SECONDS.most),
    timeLimitSeconds: Math.min(row.maxCallSeconds, MOST_CALL_SECONDS),
    machineDetection,
    connectMs: deps.timings.connectMs,
    totalMs: deps.timings.totalMs,
  };
  return deps.carriers.forAccount(account).createCall(request, {
    onSent: () => deps.killPoint('K5'),
    onAnswering: () => deps.killPoint('K6'),
  });
}

/** The row says how it stands: a callback may have told more than the answer of the carrier. */
function resultOf({ row }: AppliedEvent, { subject }: Dial): PlaceCallResult {
  const { state, reason, nextAtMs, outcome } = row.snapshot;
  switch (state) {
    case 'placed':
    case 'ringing':
    case 'in_call':
    case 'ended':
      return { result: 'placed' };
    case 'unknown':
    case 'review':
      return { result: state };
    case 'planned':
      return { result: 'not_now', reason: reason ?? state, nextAtMs: nextAtMs ?? subject.row.ruleNowMs };
    case 'not_placed':
    case 'blocked':
      return { result: state, reason: reason ?? state };
    case 'reserved':
    case 'dialing':
      return { result: 'already', state, outcome };
  }
}
