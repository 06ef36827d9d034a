import type { AttemptState } from '../../../domain/call/attempt-state.ts';
import { type DialResult, placeCall } from './place-call.ts';
import { askCarrier, lookUpUnknown } from './reconcile.ts';
import type { Program } from './scheduler.ts';
import type { SimulatedRow } from './simulation.types.ts';
import { TIMINGS, type World } from './world.ts';

const WORKER_HOSTS = ['worker-a', 'worker-b'] as const;
const ASK_CARRIER_AFTER_MS = 2 * 60_000;
const PROBES_MS = [...TIMINGS.probesMs, TIMINGS.reviewAfterMs];

/** States in which a run has nothing left to do: over, or again a matter of the dispatcher or of a person. */
const LEFT_TO_OTHERS: ReadonlySet<AttemptState> = new Set([
  'planned',
  'reserved',
  'not_placed',
  'blocked',
  'review',
]);

/** One run of `conductCall`; the engine keeps it through any crash, until the operator wipes it. */
interface Run {
  readonly row: SimulatedRow;
  isOpen: boolean;
  isEnded: boolean;
  /** Wakes the wait for the end of the call. */
  wake: (() => void) | null;
}

/** The engine: at most one open run for each attempt, activities retried until they report. */
export class Engine {
  readonly #world: World;
  readonly #runs = new Map<number, Run>();

  constructor(world: World) {
    this.#world = world;
  }

  isOpen(rowId: number): boolean {
    return this.#runs.get(rowId)?.isOpen ?? false;
  }

  /** Starts the call's workflow unless one is open. */
  ensure(rowId: number): void {
    if (this.isOpen(rowId)) return;
    const run: Run = { row: this.#world.row(rowId), isOpen: true, isEnded: false, wake: null };
    this.#runs.set(rowId, run);
    this.#dial(run);
  }

  /** Delivers `callEnded`, starting the workflow where none is open. */
  signal(rowId: number): void {
    this.ensure(rowId);
    const run = this.#runs.get(rowId) as Run;
    run.isEnded = true;
    run.wake?.();
  }

  /** The operator wipes the engine's state of one call. */
  wipe(rowId: number): void {
    const run = this.#runs.get(rowId);
    if (run) run.isOpen = false;
  }

  /** A reset: the first activity runs again, whatever has happened since. */
  reset(rowId: number): void {
    const run = this.#runs.get(rowId);
    if (run?.isOpen) this.#dial(run);
  }

  #dial(run: Run): void {
    this.#activity(
      run,
      'placeCall',
      (report: (result: DialResult) => void) => placeCall(this.#world, run.row, report),
      (result) => {
        if (result === 'over') run.isOpen = false;
        else this.#afterDial(run);
      },
    );
  }

  #afterDial(run: Run): void {
    const { state } = run.row.attempt;
    if (state === 'unknown' || state === 'dialing') return this.#probe(run, 0);
    if (LEFT_TO_OTHERS.has(state)) run.isOpen = false;
    else this.#awaitEnd(run);
  }

  #probe(run: Run, index: number): void {
    const atMs = PROBES_MS[index];
    if (atMs === undefined) return this.#awaitEnd(run);
    this.#waitEnd(run, atMs - (PROBES_MS[index - 1] ?? 0), () => {
      this.#activity(
        run,
        'resolveUnknown',
        (report) => reporting(lookUpUnknown(this.#world, run.row), report),
        () => {
          const { state } = run.row.attempt;
          if (this.#isLeftToOthers(run)) run.isOpen = false;
          else if (state === 'unknown' || state === 'dialing') this.#probe(run, index + 1);
          else this.#awaitEnd(run);
        },
      );
    });
  }

  #awaitEnd(run: Run): void {
    if (run.row.attempt.state === 'ended') run.isEnded = true;
    this.#waitEnd(run, ASK_CARRIER_AFTER_MS, () => {
      this.#activity(
        run,
        'askCarrier',
        (report) => reporting(askCarrier(this.#world, run.row), report),
        () => {
          if (this.#isLeftToOthers(run)) run.isOpen = false;
          else this.#awaitEnd(run);
        },
      );
    });
  }

  /** With the planted bug, only a review ends the wait: a run then waits for ever on a row that was planned again. */
  #isLeftToOthers({ row }: Run): boolean {
    const { state } = row.attempt;
    return this.#world.bug === 'wait_for_planned' ? state === 'review' : LEFT_TO_OTHERS.has(state);
  }

  /** Waits for the end of the call, at most `waitMs`; at the end it closes, at the deadline `onDeadline` asks. */
  #waitEnd(run: Run, waitMs: number, onDeadline: () => void): void {
    if (run.isEnded) return this.#close(run);
    let isOver = false;
    const once = (act: () => void) => () => {
      if (isOver || !run.isOpen) return;
      isOver = true;
      run.wake = null;
      act();
    };
    run.wake = once(() => this.#close(run));
    this.#world.scheduler.spawn({ label: 'timer', host: null, delayMs: waitMs }, acting(once(onDeadline)));
  }

  #close(run: Run): void {
    const { row } = run;
    this.#activity(
      run,
      'closeAttempt',
      (report) => reporting(this.#closing(row), report),
      () => {
        const isClosed = row.attempt.closedAtMs !== null;
        run.isOpen = !isClosed;
        // The news of an end may overtake what the row knows; then the carrier is asked again.
        if (!isClosed) {
          run.isEnded = false;
          this.#awaitEnd(run);
        }
      },
    );
  }

  *#closing(row: SimulatedRow): Program {
    yield 5; // K14: terminal, outcome and counters unwritten
    if (this.#world.bug === 'close_twice') row.attempt = { ...row.attempt, closedAtMs: null };
    this.#world.apply(row, { type: 'close', atMs: this.#world.nowMs });
    yield 3;
  }

  /** Runs an activity on a worker; if the worker dies or hangs, another one runs it again from its beginning. */
  #activity<T>(
    run: Run,
    label: string,
    start: (report: (result: T) => void) => Program,
    then: (result: T) => void,
  ): void {
    const { scheduler, random } = this.#world;
    let isReported = false;
    const report = (result: T): void => {
      if (isReported || !run.isOpen) return;
      isReported = true;
      then(result);
    };
    const attempt = (delayMs: number): void => {
      if (isReported || !run.isOpen) return;
      const host = random.pick(WORKER_HOSTS);
      const onLost = (): void => attempt(1_000 + random.below(20_000));
      scheduler.spawn({ label: `${label} #${run.row.id} on ${host}`, host, onLost, delayMs }, start(report));
    };
    attempt(random.below(50));
  }
}

function* reporting(program: Program, report: (result: undefined) => void): Program {
  yield* program;
  report(undefined);
}

function* acting(act: () => void): Program {
  act();
  yield 0;
}
