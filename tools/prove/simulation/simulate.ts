import { createRandom, deriveSeed } from '../random.ts';
import { dispatch, isAtRest, keepRunning, receiveCallback, relay, relayOnce, sweep } from './background.ts';
import { machineWith } from './bugs.ts';
import { Engine } from './call-workflow.ts';
import type { ModelCallback } from './carrier-model.ts';
import { judgeRest } from './invariants.ts';
import { askCarrier, settleTwoCalls } from './reconcile.ts';
import type { Program } from './scheduler.ts';
import type { SimulationOptions, SimulationResult } from './simulation.types.ts';
import { World } from './world.ts';

/** A run that has not come to rest by then is stuck; an ordinary one takes about 150 steps. */
const MOST_STEPS = 6_000;
const NUMBERS = ['A', 'B'];

/**
 * One seeded run of the pure machine with a model of everything around it: dispatcher, two workers, relay, sweeper,
 * webhooks and a carrier with all its faults, any of which may die or be held between any two steps. Three contacts,
 * two of which share a number. Pure: the result follows from the options.
 */
export function simulate(options: SimulationOptions): SimulationResult {
  const { world, engine, trace } = assemble(options);
  populate(world, options.seed);
  keepRunning(world, 'dispatcher', (isNeeded) => dispatch(world, engine, isNeeded));
  keepRunning(world, 'relay', (isNeeded) => relay(world, engine, isNeeded));
  keepRunning(world, 'sweeper', (isNeeded) => sweep(world, isNeeded));
  const { scheduler } = world;
  const note = (label: string): void => {
    if (options.isTraced) trace.push(`${scheduler.steps} t=${(scheduler.nowMs / 1_000).toFixed(3)} ${label}`);
  };
  while (scheduler.steps < MOST_STEPS && !(isSettled(world) && isAtRest(world))) {
    strike(world, engine, note);
    if (!scheduler.step(() => world.mishap(), note)) break;
  }
  while (scheduler.steps < MOST_STEPS && scheduler.step(() => 'none', note));
  return {
    seed: options.seed,
    steps: scheduler.steps,
    accepted: world.carrier.calls.length,
    incidents: world.incidents,
    faults: world.carrier.faults,
    violations: [...world.violations, ...judgeRest(world, engine)],
    trace,
  };
}

function assemble(options: SimulationOptions): { world: World; engine: Engine; trace: string[] } {
  const trace: string[] = [];
  const world: World = new World({
    seed: options.seed,
    machine: machineWith(options.bug),
    bug: options.bug,
    without: options.without ?? new Set(),
    post: (callback, delayMs) => post(world, callback, delayMs),
  });
  const engine = new Engine(world);
  world.afterSend = () => {
    world.scheduler.spawn({ label: 'relay notified', host: 'relay', delayMs: 5 }, relayOnce(world, engine));
  };
  world.afterCommit = (row, effect) => {
    const spawn = (label: string, program: Program): void =>
      world.scheduler.spawn({ label: `${label} #${row.id}`, host: 'api', delayMs: 10 }, program);
    if (effect.type === 'hang_up') spawn('hangUp', hangUp(world, effect.callId));
    if (effect.type === 'fetch_call') spawn('fetchCall', askCarrier(world, row));
    if (effect.type === 'settle_two_calls') {
      spawn('settleTwoCalls', settleTwoCalls(world, effect.boundCallId, effect.otherCallId));
    }
  };
  return { world, engine, trace };
}

function populate(world: World, seed: number): void {
  const random = createRandom(deriveSeed(seed, 1));
  for (let id = 0; id < 3; id++) {
    const number = NUMBERS[id % NUMBERS.length] as string;
    const nextAtMs = random.below(2_000);
    world.contacts.push({
      id,
      number,
      state: 'pending',
      outcome: null,
      attemptsMade: 0,
      nextAtMs,
      rowId: null,
      lastRowId: null,
    });
  }
}

/** A callback, sent again by the carrier when our process died before its 2xx, as far as the carrier retries at all. */
function post(world: World, callback: ModelCallback, delayMs: number): void {
  const onLost = (): void => {
    if (world.random.chance(0.7)) post(world, callback, 1_000 + world.random.below(3_000));
  };
  const label = `callback ${callback.sid} ${callback.status} for #${callback.rowId}`;
  world.scheduler.spawn({ label, host: 'api', onLost, delayMs }, receiveCallback(world, callback));
}

function* hangUp(world: World, callId: string): Program {
  yield 30;
  world.carrier.end(callId);
}

function isSettled(world: World): boolean {
  return world.contacts.every(({ state }) => state === 'done' || state === 'blocked');
}

/** The operator's own acts: a reset of a workflow, the loss of a workflow. */
function strike(world: World, engine: Engine, note: (label: string) => void): void {
  if (world.rows.length === 0) return;
  for (const act of ['reset', 'wipe'] as const) {
    if (!world.isStruck(act)) continue;
    const row = world.random.pick(world.rows);
    note(`${act} #${row.id}`);
    if (act === 'reset') engine.reset(row.id);
    else engine.wipe(row.id);
  }
}
