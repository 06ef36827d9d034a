import type { Random } from '../random.ts';

/** A process of the model in steps; it yields the virtual ms until its next one, in which others may act. */
export type Program = Generator<number, void, void>;

interface Task {
  atMs: number;
  readonly label: string;
  /** The process that dies with it; null for what outlives every process (the carrier, the engine's own timers). */
  readonly host: string | null;
  readonly program: Program;
  readonly onLost: (() => void) | undefined;
}

/** How a program is hosted, and what happens when its host dies (an activity's retry, a webhook's redelivery). */
export interface Hosting {
  readonly label: string;
  readonly host: string | null;
  readonly onLost?: () => void;
  readonly delayMs?: number;
}

/** What may befall a program instead of its next step. */
export type Mishap = 'none' | 'crash' | 'pause';

/** Two programs whose next steps are due this close together run in an order that the seed decides. */
const CONCURRENCY_WINDOW_MS = 400;
const PAUSE_MS = 30_000;

/** Runs programs on one virtual clock, one step at a time, in an order drawn from the seed. */
export class Scheduler {
  nowMs = 0;
  steps = 0;
  readonly #tasks: Task[] = [];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  spawn({ label, host, onLost, delayMs = 0 }: Hosting, program: Program): void {
    this.#tasks.push({ atMs: this.nowMs + delayMs, label, host, program, onLost });
  }

  /** Does one step; false when nothing is left to do. `judge` says what befalls the program instead. */
  step(judge: (label: string, host: string) => Mishap, onStep: (label: string) => void): boolean {
    const task = this.#next();
    if (!task) return false;
    this.steps += 1;
    this.nowMs = Math.max(this.nowMs, task.atMs);
    const { host } = task;
    const mishap = host === null ? 'none' : judge(task.label, host);
    if (mishap === 'crash' && host !== null) this.#crash(host, onStep);
    else if (mishap === 'pause') this.#pause(task, onStep);
    else {
      onStep(task.label);
      const { value, done } = task.program.next();
      if (done) this.#remove(task);
      else task.atMs = this.nowMs + value;
    }
    return true;
  }

  #next(): Task | undefined {
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const task of this.#tasks) earliestMs = Math.min(earliestMs, task.atMs);
    const limitMs = Math.max(this.nowMs, earliestMs) + CONCURRENCY_WINDOW_MS;
    let found: Task | undefined;
    let seen = 0;
    for (const task of this.#tasks) {
      if (task.atMs <= limitMs && this.#random.below(++seen) === 0) found = task;
    }
    return found;
  }

  /** The process dies: everything it was doing is gone, and whoever waited for it notices. */
  #crash(host: string, onStep: (label: string) => void): void {
    onStep(`SIGKILL ${host}`);
    const lost = this.#tasks.filter((task) => task.host === host);
    for (const task of lost) this.#remove(task);
    for (const task of lost) task.onLost?.();
  }

  /** SIGSTOP, then SIGCONT: the work goes on late, and meanwhile whoever waited has given it to another. */
  #pause(task: Task, onStep: (label: string) => void): void {
    onStep(`SIGSTOP in ${task.label}`);
    task.atMs = this.nowMs + PAUSE_MS + this.#random.below(PAUSE_MS);
    task.onLost?.();
  }

  #remove(task: Task): void {
    this.#tasks.splice(this.#tasks.indexOf(task), 1);
  }
}
