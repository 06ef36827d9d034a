import { isTerminal } from '../../../domain/call/attempt-state.ts';
import type { Engine } from './call-workflow.ts';
import type { ModelCallback } from './carrier-model.ts';
import type { Program } from './scheduler.ts';
import type { SimulatedContact, SimulatedMessage, SimulatedRow } from './simulation.types.ts';
import { TIMINGS, type World } from './world.ts';

/** Whether nothing is left to do for anybody: what the periodic programs run for. */
export function isAtRest(world: World): boolean {
  return (
    world.contacts.every(({ state }) => state === 'done' || state === 'blocked') &&
    world.outbox.every(({ isSent }) => isSent) &&
    world.rows.every(({ attempt }) => isTerminal(attempt.state) && attempt.closedAtMs !== null) &&
    world.carrier.calls.every(({ endedAtMs }) => endedAtMs !== null)
  );
}

/** True until the world is at rest or the program's process was replaced by another. */
export type IsNeeded = () => boolean;

/**
 * Keeps a program running: a new one after each death of its process, until the world is at rest. One that was only
 * held finishes the step it was in beside its successor, and then stops.
 */
export function keepRunning(world: World, host: string, start: (isNeeded: IsNeeded) => Program): void {
  const { scheduler, random } = world;
  let isReplaced = false;
  const onLost = (): void => {
    if (!isReplaced) keepRunning(world, host, start);
    isReplaced = true;
  };
  const isNeeded = (): boolean => !isReplaced && !isAtRest(world);
  scheduler.spawn({ label: host, host, onLost, delayMs: random.below(2_000) }, start(isNeeded));
}

/** The dispatch activity: claims due contacts, and starts their calls after the commit. */
export function* dispatch(world: World, engine: Engine, isNeeded: IsNeeded): Program {
  while (isNeeded()) {
    const contact = world.contacts.find((one) => one.state === 'pending' && one.nextAtMs <= world.nowMs);
    if (!contact) {
      yield nextDueDelay(world);
      continue;
    }
    yield 2; // K1: nothing is claimed yet
    const row = claim(world, contact);
    yield 2; // K2: reserved, the workflow not started
    if (row) engine.ensure(row.id);
  }
}

function claim(world: World, contact: SimulatedContact): SimulatedRow | null {
  if (contact.state !== 'pending' || contact.nextAtMs > world.nowMs) return null;
  const row = contact.rowId === null ? world.plan(contact) : world.row(contact.rowId);
  const atMs = world.nowMs;
  return world.apply(row, { type: 'reserve', atMs, leaseUntilMs: atMs + TIMINGS.leaseMs }) ? row : null;
}

function nextDueDelay(world: World): number {
  const due = world.contacts
    .filter(({ state }) => state === 'pending')
    .map(({ nextAtMs }) => nextAtMs - world.nowMs);
  return Math.max(250, Math.min(restDelay(world), ...due));
}

/** How long a periodic program may sleep: a minute, or a third of the time until anything is due. */
function restDelay(world: World): number {
  const deadlines = world.rows.flatMap(({ attempt }) =>
    attempt.deadlineAtMs === null ? [] : [attempt.deadlineAtMs],
  );
  const leftMs = Math.min(...deadlines, Number.MAX_SAFE_INTEGER) - world.nowMs;
  return Math.max(TIMINGS.sweepEveryMs, Math.min(leftMs / 3, 8 * 60 * 60_000));
}

/** The outbox relay: claim, act, mark, each a step of its own; woken by each commit and by its own poll. */
export function* relay(world: World, engine: Engine, isNeeded: IsNeeded): Program {
  while (isNeeded()) {
    yield* relayOnce(world, engine);
    yield hasUnsent(world) ? TIMINGS.relayPollMs : restDelay(world);
  }
}

/** Relays what is waiting and free. */
export function* relayOnce(world: World, engine: Engine): Program {
  for (const message of world.outbox) {
    if (message.isSent || message.leasedUntilMs > world.nowMs) continue;
    message.leasedUntilMs = world.nowMs + TIMINGS.relayLeaseMs;
    yield 5; // K11: claimed, the workflow not told
    deliver(engine, message);
    yield 5; // K12: told, not marked
    message.isSent = true;
  }
}

function deliver(engine: Engine, { kind, rowId }: SimulatedMessage): void {
  if (kind === 'call_ended') engine.signal(rowId);
  else engine.ensure(rowId);
}

function hasUnsent(world: World): boolean {
  return world.outbox.some(({ isSent }) => !isSent);
}

/** The sweeper: each row past its deadline is repaired by plain rules or handed to a workflow. */
export function* sweep(world: World, isNeeded: IsNeeded): Program {
  while (isNeeded()) {
    if (world.bug === 'no_sweeper') return;
    for (const row of world.rows) {
      const { deadlineAtMs } = row.attempt;
      if (deadlineAtMs !== null && deadlineAtMs <= world.nowMs) repair(world, row);
    }
    yield restDelay(world);
  }
}

function repair(world: World, row: SimulatedRow): void {
  const atMs = world.nowMs;
  const { state } = row.attempt;
  if (state === 'planned') return;
  if (state === 'reserved') world.apply(row, { type: 'lease_expired', atMs });
  else if (state === 'review') {
    const policy = world.random.pick(['review', 'count_as_attempt'] as const);
    world.apply(row, { type: 'review_expired', atMs, policy });
  } else {
    if (state === 'dialing') world.apply(row, { type: 'dialing_timed_out', atMs });
    world.send('ensure_workflow', row.id);
  }
}

/** A status callback at our door: verified, committed, answered. */
export function* receiveCallback(world: World, callback: ModelCallback): Program {
  yield 5; // K9: before the inbox commit
  if (!callback.isSigned && world.bug !== 'accept_forged') return;
  const news = { callId: callback.sid, status: callback.status, answeredBy: null, durationSeconds: null };
  world.apply(world.row(callback.rowId), { type: 'news', atMs: world.nowMs, news, parentCallId: null });
  yield 3; // K10: committed, not answered with 2xx
}
