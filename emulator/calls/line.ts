import type { Clock } from '../clock.ts';
import type { DocumentSource } from '../twiml/document.ts';

/** What can come between: the call is over, or it must go on with another document. */
export type Interruption =
  | { readonly kind: 'ended'; readonly by: 'person' | 'api' | 'time_limit' }
  | { readonly kind: 'redirected'; readonly source: DocumentSource };

/** Node's timers hold 31 bits. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Thrown out of a wait when the line is interrupted. */
export class LineInterrupted extends Error {
  readonly interruption: Interruption;
  constructor(interruption: Interruption) {
    super(`line ${interruption.kind}`);
    this.interruption = interruption;
  }
}

/**
 * The time line of one call. Its clock counts people's milliseconds and moves only by waits, so that a call's course
 * does not depend on how fast webhooks or timers are; while a webhook is out, people's time stands still.
 */
export class Line {
  /** People's milliseconds since the call was created. */
  nowMs = 0;
  readonly #clock: Clock;
  #anchorWallMs: number;
  #anchorMs = 0;
  #limitMs = Number.POSITIVE_INFINITY;
  #pending: Interruption | undefined;
  #wake: ((interruption: Interruption) => void) | undefined;
  #rouse: (() => void) | undefined;
  #carrier: Line | undefined;
  /** Set while the clock runs: the moment a sleep ends at the latest. */
  #asleepUntilMs: number | undefined;
  #scale: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#scale = clock.timeScale;
    this.#anchorWallMs = clock.wallMs();
  }

  /** From here on people's time runs as the wall does: somebody real is on the line. */
  runAtWallSpeed(): void {
    this.#anchor();
    this.#scale = 1;
  }

  /** From here on the course of another call keeps this line's time and looks after its interruptions. */
  carryOn(carrier: Line): void {
    this.#carrier = carrier;
    this.nowMs = carrier.nowMs;
  }

  /** Wakes a `nap`: something happened that the sleeper has to look at. */
  nudge(): void {
    (this.#carrier ?? this).#rouse?.();
  }

  /** What has interrupted the line and was not yet thrown; for a leg that another call's course carries along. */
  interruption(): Interruption | undefined {
    return this.#pending;
  }

  /** The call may not last beyond this moment of its clock. */
  limitAt(atMs: number): void {
    this.#limitMs = atMs;
  }

  /** Ends or redirects whatever the call is doing. An end wins over a redirect. */
  interrupt(interruption: Interruption): void {
    if (this.#pending?.kind === 'ended') return;
    this.#pending = interruption;
    if (this.#carrier) this.nudge();
    else this.#wake?.(interruption);
  }

  /** Waits until a moment of the call's clock. Throws LineInterrupted. */
  async until(atMs: number): Promise<void> {
    do await this.nap(atMs);
    while (this.nowMs < atMs);
  }

  /** Waits until a moment of the call's clock or a nudge; `nowMs` tells which. Throws LineInterrupted. */
  async nap(atMs: number): Promise<void> {
    this.#throwIfInterrupted();
    const targetMs = Math.min(atMs, this.#limitMs);
    if (targetMs > this.nowMs) await this.#sleepUntil(targetMs);
    if (this.nowMs >= this.#limitMs) throw new LineInterrupted({ kind: 'ended', by: 'time_limit' });
    this.#throwIfInterrupted();
  }

  /** Waits a span of people's time. Throws LineInterrupted. */
  wait(durationMs: number): Promise<void> {
    return this.until(this.nowMs + durationMs);
  }

  /** Waits for something that runs on wall time, people's time standing still. Throws LineInterrupted. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#throwIfInterrupted();
    const result = await this.#interruptible(work);
    this.#anchor();
    this.#throwIfInterrupted();
    return result;
  }

  /** Waits a span of wall time, people's time standing still. Throws LineInterrupted. */
  async waitWall(durationMs: number): Promise<void> {
    this.#throwIfInterrupted();
    await this.#sleep(durationMs);
    this.#anchor();
    this.#throwIfInterrupted();
  }

  /** The moment of a sleep that ended early: not before its start, nor after its end. */
  #wokenAtMs(): number {
    const elapsedMs = this.#anchorMs + (this.#clock.wallMs() - this.#anchorWallMs) * this.#scale;
    return Math.min(this.#asleepUntilMs ?? this.nowMs, Math.max(this.nowMs, elapsedMs));
  }

  /** Sleeps until the clock's `targetMs`, or less when nudged or interrupted; sets `nowMs`. */
  async #sleepUntil(targetMs: number): Promise<void> {
    const dueWallMs = this.#anchorWallMs + (targetMs - this.#anchorMs) / this.#scale;
    this.#asleepUntilMs = targetMs;
    let isNudged = false;
    const onAsleep = (wake: () => void): void => {
      this.#rouse = () => {
        isNudged = true;
        wake();
      };
    };
    try {
      await this.#sleep(dueWallMs - this.#clock.wallMs(), onAsleep);
      this.nowMs = isNudged ? this.#wokenAtMs() : targetMs;
    } finally {
      this.#rouse = undefined;
      this.#asleepUntilMs = undefined;
    }
  }

  async #sleep(wallMs: number, onAsleep?: (wake: () => void) => void): Promise<void> {
    if (wallMs <= 0) return;
    let takeBack: (() => void) | undefined;
    const slept = new Promise<void>((done) => {
      // Beyond what a timer can hold there is only a nudge or an interruption to wait for.
      if (wallMs <= LONGEST_TIMER_MS) takeBack = this.#clock.afterWall(wallMs, done);
      onAsleep?.(done);
    });
    try {
      await this.#interruptible(slept);
    } finally {
      takeBack?.();
    }
  }

  #anchor(): void {
    this.#anchorWallMs = this.#clock.wallMs();
    this.#anchorMs = this.nowMs;
  }

  #throwIfInterrupted(): void {
    const interruption = this.#pending;
    if (!interruption) return;
    if (interruption.kind === 'redirected') this.#pending = undefined;
    throw new LineInterrupted(interruption);
  }

  #interruptible<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#wake = (interruption) => {
        this.#wake = undefined;
        if (interruption.kind === 'redirected') this.#pending = undefined;
        if (this.#asleepUntilMs !== undefined) this.nowMs = this.#wokenAtMs();
        this.#anchor();
        reject(new LineInterrupted(interruption));
      };
      work.then(
        (value) => {
          this.#wake = undefined;
          resolve(value);
        },
        (error: Error) => {
          this.#wake = undefined;
          reject(error);
        },
      );
    });
  }
}
