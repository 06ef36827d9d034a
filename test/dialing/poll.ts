import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `condition` gives something, looking every 20 ms; fails after `deadlineMs` saying what was awaited. */
export async function until<T>(
  what: string,
  condition: () => Promise<T | false | null | undefined>,
  deadlineMs = 15_000,
): Promise<T> {
  const endsAtMs = performance.now() + deadlineMs;
  for (;;) {
    const found = await condition();
    if (found !== false && found !== null && found !== undefined) return found;
    if (performance.now() > endsAtMs) throw new Error(`waited ${deadlineMs} ms for ${what}`);
    await sleep(20);
  }
}
