/**
 * The two times of the emulator. Wall time is for webhook limits, the calls-per-second queue and dates; people's
 * time (ringing, speaking, thinking) runs `timeScale` times faster than the wall.
 */
export interface Clock {
  /** People's milliseconds per wall millisecond, 1..1000. */
  readonly timeScale: number;
  /** Wall time in epoch milliseconds. */
  wallMs(): number;
  /** People's milliseconds since the emulator started. */
  peopleMs(): number;
  /** Runs `act` after a wall delay; the returned function takes the timer back. */
  afterWall(delayMs: number, act: () => void): () => void;
  /** Runs `act` after a delay of people's time; the returned function takes the timer back. */
  afterPeople(delayMs: number, act: () => void): () => void;
  /** Timers that have not fired. */
  pending(): number;
  /** Takes back every timer that has not fired. */
  stop(): void;
}

/** A clock over the machine's own time. `timeScale` 1..1000. */
export function createClock(timeScale: number): Clock {
  const startedAtMs = Date.now();
  const timers = new Set<NodeJS.Timeout>();
  const afterWall = (delayMs: number, act: () => void): (() => void) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        act();
      },
      Math.max(0, delayMs),
    );
    timers.add(timer);
    return () => {
      clearTimeout(timer);
      timers.delete(timer);
    };
  };
  return {
    timeScale,
    wallMs: () => Date.now(),
    peopleMs: () => Math.round((Date.now() - startedAtMs) * timeScale),
    afterWall,
    afterPeople: (delayMs, act) => afterWall(delayMs / timeScale, act),
    pending: () => timers.size,
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
