import { setTimeout as sleep } from 'node:timers/promises';

/** Work that goes on beside everything else until it is stopped. */
export interface TelemetryLoop {
  /** Ends it; resolves when the round under way is over. */
  stop(): Promise<void>;
}

/** Does `work` now and again `everyMs` after each round; a round that fails is told of and the next one comes. */
export function everySoOften(
  everyMs: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): TelemetryLoop {
  const stopped = new AbortController();
  const rounds = (async () => {
    while (!stopped.signal.aborted) {
      await work().catch(onError);
      await sleep(everyMs, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
    }
  })();
  return {
    stop() {
      stopped.abort();
      return rounds;
    },
  };
}
