import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks `condition` every `everyMs` until it holds or `deadlineMs` have passed; answers whether it held.
 * A throw of `condition` is passed on.
 */
export async function pollUntil(
  condition: () => boolean | Promise<boolean>,
  { deadlineMs, everyMs = 25 }: { deadlineMs: number; everyMs?: number },
): Promise<boolean> {
  const endsAt = performance.now() + deadlineMs;
  for (;;) {
    if (await condition()) return true;
    if (performance.now() >= endsAt) return false;
    await delay(everyMs);
  }
}
