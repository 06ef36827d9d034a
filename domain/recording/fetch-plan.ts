/** How recordings are fetched; times in ms, sizes in bytes. */
export const FETCH_LIMITS = {
  /** At once in one process. */
  batch: 4,
  /** For one recording, the answer and all its bytes. */
  totalMs: 120_000,
  /** A claimed row is hidden for this; longer than the fetch may take. */
  leaseMs: 180_000,
  /** Four hours of 8 kHz 16 bit mono, the longest call there is, and a little. */
  maxBytes: 250_000_000,
  maxTries: 12,
} as const;

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 3_600_000;

/** Wait in ms before the next try after `tries` of them: 5 s, 10 s, 20 s … an hour at most. */
export function fetchRetryMs(tries: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, tries - 1));
}
