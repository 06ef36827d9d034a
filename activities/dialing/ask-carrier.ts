import { applyEvent, type TimelessEvent } from '../../db/dialing/apply-event.ts';
import type { AttemptRow } from '../../db/dialing/attempt-row.ts';
import { callsOfOthers, readAttemptWithAccount } from '../../db/dialing/carrier-account.ts';
import { noteReview } from '../../db/dialing/incident.ts';
import { withOrg } from '../../db/tenant.ts';
import { type AttemptOutcome, type AttemptState, isLive } from '../../domain/call/attempt-state.ts';
import type {
  CarrierAccount,
  CarrierCall,
  CarrierPort,
  ListCallsResult,
} from '../../domain/call/carrier.port.ts';
import {
  matchingCalls,
  type ResolutionInput,
  resolveUnknown as matchCalls,
} from '../../domain/call/unknown-resolution.ts';
import { AppError } from '../../domain/errors.ts';
import type { AttemptRef, DialingDeps } from './dialing-deps.ts';

/** One look for the call of an UNKNOWN; `last` keeps asking until the carrier answers. */
export interface ResolveUnknownInput extends AttemptRef {
  probe: number;
  last: boolean;
}

/** `settled`: the attempt was not unknown any more. */
export interface ResolveUnknownResult {
  result: 'bound' | 'not_found' | 'review' | 'settled';
}

/** How an attempt stands after the carrier was asked. */
export interface AttemptStanding {
  state: AttemptState;
  outcome: AttemptOutcome | null;
}

/**
 * Looks for the call of an attempt whose create request had no clear answer, among the carrier's calls to and from the
 * same numbers. IDEMPOTENT; rings nobody. Throws `carrier.unavailable` on the last look only.
 */
export async function resolveUnknown(
  deps: DialingDeps,
  { orgId, attemptId, last }: ResolveUnknownInput,
): Promise<ResolveUnknownResult> {
  const { row, account } = await readAttemptWithAccount(deps.pool, orgId, attemptId);
  const state = await giveUpDialing(deps, { orgId, attemptId }, row);
  if (state === 'dialing') return { result: 'not_found' };
  if (state !== 'unknown' && state !== 'review') return { result: 'settled' };
  const listed = await callsOfAttempt(deps, row, account);
  if (listed.kind === 'unavailable') {
    if (last) throw new AppError({ code: 'carrier.unavailable' });
    return { result: 'not_found' };
  }
  const callIds = listed.calls.map((call) => call.callId);
  const search = {
    calls: listed.calls,
    dialStartedAtMs: row.snapshot.dialStartedAtMs ?? row.nowMs,
    boundCallIds: await callsOfOthers(deps.pool, orgId, attemptId, callIds),
    slackMs: deps.timings.listSlackMs,
  };
  const after = await applySearch(deps, { orgId, attemptId }, search);
  if (after.state === 'review') return { result: 'review' };
  return { result: after.state === 'unknown' ? 'not_found' : 'bound' };
}

/** Applies what a search says; what comes to a person comes with its evidence, in one transaction. */
function applySearch(
  deps: DialingDeps,
  { orgId, attemptId }: AttemptRef,
  search: ResolutionInput,
): Promise<AttemptStanding> {
  const verdict = matchCalls(search);
  return withOrg(deps.pool, orgId, async (tx) => {
    const applied = await applyEvent(tx, attemptId, { type: 'listed', verdict }, deps.timings);
    if (!applied) throw new AppError({ code: 'attempt.not_found' });
    const { state, cause } = applied.row.snapshot;
    const isNewReview = applied.refused === null && state === 'review';
    if (isNewReview) await noteReview(tx, attemptId, { cause, calls: matchingCalls(search) });
    return standing(applied.row);
  });
}

/** Calls to and from the attempt's numbers since it dialled; none once the person, and with that the number, is erased. */
async function callsOfAttempt(
  deps: DialingDeps,
  { snapshot, toE164, fromE164, nowMs }: AttemptRow,
  account: CarrierAccount,
): Promise<ListCallsResult> {
  if (toE164 === null) return { kind: 'listed', calls: [] };
  const sinceMs = (snapshot.dialStartedAtMs ?? nowMs) - deps.timings.listSlackMs;
  return deps.carriers.forAccount(account).listCalls({ to: toE164, from: fromE164, sinceMs });
}

/** A row that still says DIALING long after its dial has lost its worker: nobody knows whether it rang. */
async function giveUpDialing(deps: DialingDeps, attempt: AttemptRef, row: AttemptRow): Promise<AttemptState> {
  if (row.snapshot.state !== 'dialing') return row.snapshot.state;
  return (await happen(deps, attempt, { type: 'dialing_timed_out' })).state;
}

/**
 * Asks the carrier what became of an attempt's call, and applies it by rank; a call that still waits in the carrier's
 * queue is ended. IDEMPOTENT. Throws `carrier.unavailable`.
 */
export async function askCarrier(
  deps: DialingDeps,
  { orgId, attemptId }: AttemptRef,
): Promise<AttemptStanding> {
  const attempt = { orgId, attemptId };
  const { row, account } = await readAttemptWithAccount(deps.pool, orgId, attemptId);
  const { state, callId, outcome } = row.snapshot;
  if (callId === null) {
    if (isLive(state)) await resolveUnknown(deps, { ...attempt, probe: 0, last: false });
    const now = await readAttemptWithAccount(deps.pool, orgId, attemptId);
    return standing(now.row);
  }
  if (!isLive(state) && state !== 'ended') return { state, outcome };
  const port = deps.carriers.forAccount(account);
  const fetched = await port.fetchCall(callId);
  if (fetched.kind === 'unavailable') throw new AppError({ code: 'carrier.unavailable' });
  if (fetched.kind === 'not_found') return happen(deps, attempt, { type: 'call_missing' });
  await cutQueue(deps, row, fetched.call, port);
  return happen(deps, attempt, { type: 'fetched', news: newsOf(fetched.call) });
}

async function cutQueue(
  deps: DialingDeps,
  row: AttemptRow,
  call: CarrierCall,
  port: CarrierPort,
): Promise<void> {
  const waitsSinceMs = row.nowMs - (row.snapshot.dialStartedAtMs ?? row.nowMs);
  if (call.status === 'queued' && waitsSinceMs > deps.timings.queueLimitMs) await port.endCall(call.callId);
}

/** Ends the call of an attempt, if it has one. IDEMPOTENT. Throws `carrier.unavailable`. */
export async function hangUp(deps: DialingDeps, attempt: AttemptRef): Promise<void> {
  const { row, account } = await readAttemptWithAccount(deps.pool, attempt.orgId, attempt.attemptId);
  if (row.snapshot.callId !== null) await endCall(deps.carriers.forAccount(account), row.snapshot.callId);
}

/** Ends one call by its id, whoever's it is. */
export async function endCall(port: CarrierPort, callId: string): Promise<void> {
  const { kind } = await port.endCall(callId);
  if (kind === 'unavailable') throw new AppError({ code: 'carrier.unavailable' });
}

async function happen(
  deps: DialingDeps,
  attempt: AttemptRef,
  event: TimelessEvent,
): Promise<AttemptStanding> {
  const applied = await withOrg(deps.pool, attempt.orgId, (tx) =>
    applyEvent(tx, attempt.attemptId, event, deps.timings),
  );
  if (!applied) throw new AppError({ code: 'attempt.not_found' });
  return standing(applied.row);
}

const standing = ({ snapshot }: AttemptRow): AttemptStanding => ({
  state: snapshot.state,
  outcome: snapshot.outcome,
});

/** A fetched or listed call as news for the machine. */
export function newsOf({ callId, status, answeredBy, durationSeconds }: CarrierCall) {
  return { callId, status, answeredBy, durationSeconds };
}
