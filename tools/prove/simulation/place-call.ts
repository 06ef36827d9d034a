import { accountNewCall } from './invariants.ts';
import type { CreateAnswer } from './carrier-model.ts';
import type { Program } from './scheduler.ts';
import type { SimulatedRow } from './simulation.types.ts';
import { TIMINGS, type World } from './world.ts';

/** What the workflow is told of one placeCall. */
export type DialResult = 'placed' | 'unknown' | 'over' | 'already';

/**
 * The activity that dials, in the steps of calls.md section 2. Each `yield` is a place where its process can die, be
 * held, or be overtaken by others; `report` is the answer to the workflow, after the last kill point.
 */
export function* placeCall(world: World, row: SimulatedRow, report: (result: DialResult) => void): Program {
  yield 5; // K3: nothing is committed yet
  const dialToken = yield* commitDial(world, row);
  if (dialToken === null) return report(row.attempt.state === 'reserved' ? 'over' : 'already');
  const slotAtMs = world.nowMs + world.random.below(1_000);
  yield slotAtMs - world.nowMs; // K4: committed, nothing sent
  if (world.nowMs > slotAtMs + TIMINGS.staleAfterMs) {
    world.apply(row, { type: 'stale', atMs: world.nowMs, dialToken });
    return report('over');
  }
  yield 0; // held between the last look at the clock and the request
  yield* post(world, row, dialToken);
  yield 3; // K8: committed, the engine does not know
  report(row.attempt.state === 'unknown' || row.attempt.state === 'dialing' ? 'unknown' : afterPost(row));
}

function afterPost(row: SimulatedRow): DialResult {
  return row.attempt.state === 'planned' || row.attempt.state === 'not_placed' ? 'over' : 'placed';
}

/** T0 in one transaction; the token of a committed dial, or null when this run must not dial. */
function* commitDial(world: World, row: SimulatedRow): Generator<number, string | null, void> {
  const { random, bug } = world;
  if (row.attempt.state !== 'reserved') {
    if (bug === 'drop_compare_and_set' && row.attempt.state === 'dialing') return row.attempt.dialToken;
    return null;
  }
  const atMs = world.nowMs;
  if (random.chance(0.03)) return refuse(world, row, { type: 'block', atMs, reason: 'suppressed' });
  const isBusy = world.liveOther(row) !== undefined;
  if (bug === 'skip_lock') yield 50;
  if (isBusy || random.chance(0.05)) {
    const reason = isBusy ? 'number_busy' : 'window';
    return refuse(world, row, { type: 'not_now', atMs, reason, nextAtMs: atMs + TIMINGS.busyBackoffMs });
  }
  const dialToken = `${row.id}-${world.scheduler.steps}`;
  return world.apply(row, { type: 'dial', atMs: world.nowMs, dialToken }) ? dialToken : null;
}

function refuse(world: World, row: SimulatedRow, event: Parameters<World['apply']>[1]): null {
  world.apply(row, event);
  return null;
}

/** T2 and T3: one request, one answer, one transaction. */
function* post(world: World, row: SimulatedRow, dialToken: string): Program {
  const { answer, call } = world.carrier.create(row.id, row.number);
  if (call) accountNewCall(world, call);
  yield answer.afterMs; // K5, K6: sent, perhaps accepted, the answer unread
  if (world.bug === 'retry_on_500' && answer.kind === 'ambiguous') return yield* post(world, row, dialToken);
  yield 1; // K7: the answer read, not committed
  commitAnswer(world, row, dialToken, answer);
}

function commitAnswer(world: World, row: SimulatedRow, dialToken: string, answer: CreateAnswer): void {
  const atMs = world.nowMs;
  const nextAtMs = atMs + TIMINGS.backoffMs;
  switch (answer.kind) {
    case 'accepted':
      world.apply(row, { type: 'create_accepted', atMs, dialToken, callId: answer.callId, queueTimeMs: 0 });
      return;
    case 'refused':
      world.apply(row, { type: 'create_refused', atMs, dialToken, reason: 'carrier_21217' });
      return;
    case 'rate_limited':
      world.apply(row, { type: 'create_rate_limited', atMs, dialToken, nextAtMs });
      return;
    case 'not_sent':
      world.apply(row, { type: 'create_not_sent', atMs, dialToken, nextAtMs });
      return;
    case 'ambiguous':
      if (world.bug === 'refuse_on_500') {
        world.apply(row, { type: 'create_refused', atMs, dialToken, reason: 'http_500' });
        return;
      }
      world.apply(row, { type: 'create_ambiguous', atMs, dialToken, reason: answer.reason });
  }
}
