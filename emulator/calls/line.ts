import type { Clock } from '../clock.ts';
import type { DocumentSource } from '../twiml/document.ts';

/** What can come between: the call is over, or it must go on with another document. */
export type Interruption =
  | { readonly kind: 'ended'; readonly by: 'person' | 'api' | 'time_limit' }
  | { readonly kind: 'redirected'; readonly source: DocumentSource };

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

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#anchorWallMs = clock.wallMs();
  }

  /** The call may not last beyond this moment of its clock. */
  limitAt(atMs: number): void {
    this.#limitMs = atMs;
  }

  /** Ends or redirects whatever the call is doing. An end wins over a redirect. */
  interrupt(interruption: Interruption): void {
    if (this.#pending?.kind === 'ended') return;
    this.#pending = interruption;
    this.#wake?.(interruption);
  }

  /** Waits until a moment of the call's clock. Throws LineInterrupted. */
  async until(atMs: number): Promise<void> {
    this.#throwIfInterrupted();
    const targetMs = Math.min(atMs, this.#limitMs);
    if (targetMs > this.nowMs) {
      const dueWallMs = this.#anchorWallMs + (targetMs - this.#anchorMs) / this.#clock.timeScale;
      await this.#sleep(dueWallMs - this.#clock.wallMs());
      this.nowMs = targetMs;
    }
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

  async #sleep(wallMs: number): Promise<void> {
    if (wallMs <= 0) return;
    let takeBack: (() => void) | undefined;
    const slept = new Promise<void>((done) => {
      takeBack = this.#clock.afterWall(wallMs, done);
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
