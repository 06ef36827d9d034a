import { setTimeout as delay } from 'node:timers/promises';
import { createRandom } from '../prove/random.ts';
import type { Stack } from '../stack/stack.ts';
import type { PartName } from '../stack/stack-parts.ts';

/** Every part that a chaos run kills; the emulator is the witness and lives. */
const VICTIMS: readonly PartName[] = [
  'worker-calls',
  'api',
  'jobs',
  'temporal',
  'postgres',
  'redis',
  'worker-campaigns',
];

/** A SIGKILL at a moment after the campaign's start. */
export interface PlannedKill {
  part: PartName;
  atMs: number;
}

/** First kill after this, and the length of the window in which each part gets its own slot. */
const CALM_START_MS = 1_500;
const SLOT_MS = 4_000;

/** The kills of a seed: every part once, in seeded order, one in each slot at a seeded moment. */
export function planChaos(seed: number): PlannedKill[] {
  const random = createRandom(seed);
  const order = VICTIMS.map((part) => ({ part, draw: random.next() })).toSorted((a, b) => a.draw - b.draw);
  return order.map(({ part }, slot) => ({
    part,
    atMs: Math.round(CALM_START_MS + slot * SLOT_MS + random.next() * SLOT_MS * 0.8),
  }));
}

/** Carries the plan out against a running stack and waits until every part is back. Throws when one stays away. */
export async function wreak(
  stack: Stack,
  plan: readonly PlannedKill[],
  note: (line: string) => void,
): Promise<void> {
  const startedMs = performance.now();
  for (const { part, atMs } of plan) {
    await delay(Math.max(0, atMs - (performance.now() - startedMs)));
    await stack.untilReady(part);
    stack.kill(part, 'SIGKILL');
    note(`SIGKILL ${part} at ${(atMs / 1000).toFixed(1)} s`);
  }
  for (const part of VICTIMS) {
    if (!(await stack.untilReady(part, 60_000))) throw new Error(`${part} did not come back after its kill.`);
  }
}
