import { setTimeout as delay } from 'node:timers/promises';

/** Resolves once a condition holds; asks every 50 ms and throws after `deadlineMs`. */
export async function until(condition: () => Promise<boolean>, deadlineMs = 10_000): Promise<void> {
  const giveUpAtMs = Date.now() + deadlineMs;
  while (!(await condition())) {
    if (Date.now() > giveUpAtMs) throw new Error(`The condition did not hold within ${deadlineMs} ms.`);
    await delay(50);
  }
}
