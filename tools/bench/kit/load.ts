import { performance } from 'node:perf_hooks';

/** What a load made: latencies in ms of the requests that were answered, and how many failed. */
export interface LoadResult {
  readonly latenciesMs: readonly number[];
  readonly failures: number;
  readonly tookMs: number;
}

/** One request; rejects when the answer is not the right one. */
export type Request = () => Promise<void>;

/** Keeps `concurrency` requests in flight for `durationMs`: finds the capacity, says nothing about latency. */
export async function closedLoop(
  request: Request,
  { concurrency, durationMs }: { concurrency: number; durationMs: number },
): Promise<LoadResult> {
  const startedMs = performance.now();
  const latenciesMs: number[] = [];
  let failures = 0;
  const runOne = async (): Promise<void> => {
    while (performance.now() - startedMs < durationMs) {
      const sentMs = performance.now();
      const ok = await succeeds(request);
      if (ok) latenciesMs.push(performance.now() - sentMs);
      else failures += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, runOne));
  return { latenciesMs, failures, tookMs: performance.now() - startedMs };
}

/**
 * Sends `perSecond` requests a second whether or not earlier ones were answered. Each latency counts from the moment
 * the request was due, so a stall of the server is paid by every request that it delayed.
 */
export async function openLoop(
  request: Request,
  { perSecond, durationMs }: { perSecond: number; durationMs: number },
): Promise<LoadResult> {
  const startedMs = performance.now();
  const total = Math.floor((perSecond * durationMs) / 1_000);
  const latenciesMs: number[] = [];
  const open = new Set<Promise<void>>();
  let failures = 0;
  for (let sent = 0; sent < total; sent++) {
    const dueMs = startedMs + (sent * 1_000) / perSecond;
    await waitUntil(dueMs);
    const done = succeeds(request).then((ok) => {
      if (ok) latenciesMs.push(performance.now() - dueMs);
      else failures += 1;
      open.delete(done);
    });
    open.add(done);
  }
  await Promise.all(open);
  return { latenciesMs, failures, tookMs: performance.now() - startedMs };
}

async function waitUntil(dueMs: number): Promise<void> {
  const leftMs = dueMs - performance.now();
  if (leftMs > 0) await new Promise<void>((resolve) => setTimeout(resolve, leftMs));
}

async function succeeds(request: Request): Promise<boolean> {
  try {
    await request();
    return true;
  } catch {
    return false;
  }
}
