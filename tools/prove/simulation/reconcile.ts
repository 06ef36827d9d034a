import { resolveUnknown } from '../../../domain/call/unknown-resolution.ts';
import type { CallNews } from '../../../domain/call/attempt-events.ts';
import type { ModelCall } from './carrier-model.ts';
import type { Program } from './scheduler.ts';
import type { SimulatedRow } from './simulation.types.ts';
import { TIMINGS, type World } from './world.ts';

/** Looks an UNKNOWN up in the carrier's list, as the activity of the same name does. */
export function* lookUpUnknown(world: World, row: SimulatedRow): Program {
  yield 30;
  world.apply(row, { type: 'dialing_timed_out', atMs: world.nowMs });
  const { dialStartedAtMs, state } = row.attempt;
  if ((state !== 'unknown' && state !== 'review') || dialStartedAtMs === null) return;
  const calls = world.carrier.list(row.number);
  yield 30;
  if (calls === 'unavailable') return;
  const others = world.rows.filter((other) => other !== row && other.attempt.callId !== null);
  const boundCallIds = new Set(others.map((other) => other.attempt.callId as string));
  const verdict = resolveUnknown({ calls, dialStartedAtMs, boundCallIds, slackMs: TIMINGS.listSlackMs });
  const isBinding = world.apply(row, { type: 'listed', atMs: world.nowMs, verdict });
  const isHopeless = !isBinding && verdict.kind === 'none' && world.bug === 'redial_unknown';
  if (isHopeless && row.attempt.state === 'unknown') freeForRedial(world, row);
}

function freeForRedial(world: World, row: SimulatedRow): void {
  row.attempt = { ...row.attempt, state: 'planned', dialToken: null, dialStartedAtMs: null };
  Object.assign(world.contactOf(row), { state: 'pending', nextAtMs: world.nowMs });
}

/** At a deadline: asks the carrier about the bound call, or looks for one. */
export function* askCarrier(world: World, row: SimulatedRow): Program {
  const { callId } = row.attempt;
  if (callId === null) return yield* lookUpUnknown(world, row);
  yield 30;
  const call = world.carrier.fetch(callId);
  yield 30;
  if (call === 'unavailable' || world.bug === 'ask_nobody') return;
  const atMs = world.nowMs;
  if (call === null) world.apply(row, { type: 'call_missing', atMs });
  else {
    world.apply(row, { type: 'fetched', atMs, news: newsOf(call) });
    // What the carrier still queues could ring outside the window.
    if (call.status === 'queued' && atMs > call.createdAtMs + TIMINGS.queueLimitMs)
      world.carrier.end(call.sid);
  }
}

/** Two ids for one attempt: where both calls exist, the later one is ended. */
export function* settleTwoCalls(world: World, boundId: string, otherId: string): Program {
  yield 30;
  const bound = world.carrier.fetch(boundId);
  const other = world.carrier.fetch(otherId);
  if (bound === 'unavailable' || other === 'unavailable' || !bound || !other) return;
  yield 10;
  world.carrier.end(other.createdAtMs < bound.createdAtMs ? bound.sid : other.sid);
}

/** What a look-up says of a call. */
export function newsOf(call: ModelCall): CallNews {
  return { callId: call.sid, status: call.status, answeredBy: null, durationSeconds: null };
}
