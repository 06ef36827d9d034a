/** Every duration of dialling and reconciliation, wall milliseconds. */
export interface DialTimings {
  /** A slot further away than this is "not now". */
  slotAheadMs: number;
  /** A request later than this after its slot is not sent. */
  staleAfterMs: number;
  /** Time for a new connection to the carrier. */
  connectMs: number;
  /** Time for the whole create request. */
  totalMs: number;
  /** Reservation of a claimed contact. */
  leaseMs: number;
  /** A row still in DIALING after this lost its worker. */
  dialingUnknownAfterMs: number;
  /** How long an UNKNOWN waits for a signed callback before several matches go to a person. */
  unknownWaitMs: number;
  /** When, after dialling, the carrier's calls are listed. */
  probesMs: readonly number[];
  /** When, after dialling, an UNKNOWN without a match goes to a person. */
  reviewAfterMs: number;
  /** How long REVIEW keeps the number locked: the carrier's longest queue. */
  reviewLockMs: number;
  /** A call listed this much before `dial_started_at` may still be ours (clocks, whole seconds). */
  listSlackMs: number;
  /** A call that the carrier still queues after this is canceled: it could ring outside the window. */
  queueLimitMs: number;
  /** Expected life of PLACED (beside the carrier's queue) and of RINGING; the sweeper looks at twice this. */
  ringExpectedMs: number;
  /** Silence after which the run of a call asks the carrier how the call stands. */
  askCarrierAfterMs: number;
  /** An ended attempt is closed by its workflow within this. */
  closeWithinMs: number;
  /** A run that has not closed its ended attempt by then is stuck: another takes its place. */
  replaceRunAfterMs: number;
  /** A planned row is looked at within this, whatever its rule time. */
  plannedLookMs: number;
  /** Pause after the carrier said 429 or could not be reached, before the attempt is due again. */
  backoffMs: number;
  /** Pause after "number busy" or "no free line". */
  busyBackoffMs: number;
  /** Period of the sweeper. */
  sweepEveryMs: number;
  /** Poll of the relay, the guarantee behind NOTIFY. */
  relayPollMs: number;
  /** How long a claimed outbox row is one relay's. */
  relayLeaseMs: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The timings of production. */
export const DIAL_TIMINGS: DialTimings = {
  slotAheadMs: SECOND,
  staleAfterMs: 2 * SECOND,
  connectMs: 2 * SECOND,
  totalMs: 10 * SECOND,
  leaseMs: 30 * SECOND,
  dialingUnknownAfterMs: 30 * SECOND,
  unknownWaitMs: MINUTE,
  probesMs: [30 * SECOND, 2 * MINUTE, 10 * MINUTE],
  reviewAfterMs: 15 * MINUTE,
  reviewLockMs: 24 * HOUR,
  listSlackMs: 5 * SECOND,
  queueLimitMs: 10 * SECOND,
  ringExpectedMs: MINUTE,
  askCarrierAfterMs: 2 * MINUTE,
  closeWithinMs: 30 * SECOND,
  replaceRunAfterMs: 10 * MINUTE,
  plannedLookMs: 24 * HOUR,
  backoffMs: 5 * SECOND,
  busyBackoffMs: 30 * SECOND,
  sweepEveryMs: MINUTE,
  relayPollMs: 250,
  relayLeaseMs: 10 * SECOND,
};

const PHYSICAL: ReadonlySet<keyof DialTimings> = new Set([
  'slotAheadMs',
  'staleAfterMs',
  'connectMs',
  'totalMs',
  'listSlackMs',
  'leaseMs',
  'relayPollMs',
  'relayLeaseMs',
]);

/** When an UNKNOWN is looked up at the carrier, counted from the dial; after the last look it goes to a person. */
export function unknownLooksMs(timings: DialTimings): number[] {
  return [...timings.probesMs, timings.reviewAfterMs];
}

/**
 * Silence after which one call's run asks the carrier, whole ms: up to a quarter longer, as `chance` (0 to 1) has it, so
 * that calls which began together do not all ask in the same moment.
 */
export function askCarrierMs(timings: DialTimings, chance: number): number {
  return Math.round(timings.askCarrierAfterMs * (1 + chance / 4));
}

/** The waits that a run of one call is started with; `chance` as for `askCarrierMs`. */
export function callRunTimings(
  timings: DialTimings,
  chance: number,
): { unknownProbesMs: number[]; askCarrierAfterMs: number } {
  return { unknownProbesMs: unknownLooksMs(timings), askCarrierAfterMs: askCarrierMs(timings, chance) };
}

/** Longest time from the verdict to the first ring, wall ms: slot, staleness, and the carrier's queue until it is cut. */
export function longestQueueMs(timings: DialTimings): number {
  return timings.slotAheadMs + timings.staleAfterMs + timings.queueLimitMs + timings.sweepEveryMs;
}

/**
 * The timings with every wait multiplied by `factor` (0 < factor ≤ 1) for demo and tests. Network limits, leases and
 * the slot stay as they are, and DIALING is never given up while its request may still be on the way.
 */
export function scaleTimings(timings: DialTimings, factor: number): DialTimings {
  const scaled: DialTimings = { ...timings, probesMs: timings.probesMs.map((ms) => ms * factor) };
  for (const [name, ms] of Object.entries(timings) as [keyof DialTimings, number | readonly number[]][]) {
    if (name !== 'probesMs' && typeof ms === 'number' && !PHYSICAL.has(name)) scaled[name] = ms * factor;
  }
  const requestMs = timings.slotAheadMs + timings.staleAfterMs + timings.totalMs;
  scaled.dialingUnknownAfterMs = Math.max(scaled.dialingUnknownAfterMs, requestMs + timings.staleAfterMs);
  return scaled;
}
