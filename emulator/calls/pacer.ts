import type { Clock } from '../clock.ts';

/** Twilio's calls-per-second queue: each call gets the next free slot of wall time. */
export interface Pacer {
  /** Takes a slot; the answer is the wall milliseconds until it. */
  takeSlot(): number;
}

/** A pacer that starts at most `callsPerSecond` calls in a second, evenly. */
export function createPacer(clock: Clock, callsPerSecond: number): Pacer {
  let nextSlotMs = 0;
  return {
    takeSlot: () => {
      const nowMs = clock.wallMs();
      const slotMs = Math.max(nowMs, nextSlotMs);
      nextSlotMs = slotMs + 1000 / callsPerSecond;
      return Math.round(slotMs - nowMs);
    },
  };
}
