/** How deliveries are tried; times in wall ms. */
export interface WebhookTimings {
  /** Wait after the first failed try, the second …; one try more than there are waits. */
  retryAfterMs: readonly number[];
  /** How long an endpoint that is down is left alone: after the first round of failures, the second …, then the last. */
  restMs: readonly number[];
  /** An endpoint that asks for a longer wait, by `Retry-After`, is given it up to this. */
  longestAskedMs: number;
  /** An endpoint without a success for so long since its first failure is disabled. */
  disableAfterMs: number;
  /** A claimed delivery is hidden for this; longer than a try may take. */
  leaseMs: number;
  /** One try, answer and all. */
  tryMs: number;
  /** A run of tries ends after this and goes on in another. */
  roundMs: number;
  /** How often the jobs process looks for first tries. */
  pollMs: number;
  /** How often the jobs process looks for endpoints whose run is missing, and how late a try must be for it. */
  stalledAfterMs: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The timings of production. Source of `retryAfterMs`: Standard Webhooks specification, "Deliverability and reliability". */
export const WEBHOOK_TIMINGS: WebhookTimings = {
  retryAfterMs: [
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
  ],
  restMs: [5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE],
  longestAskedMs: HOUR,
  disableAfterMs: 5 * 24 * HOUR,
  leaseMs: 30 * SECOND,
  tryMs: 10 * SECOND,
  roundMs: 8 * SECOND,
  pollMs: 500,
  stalledAfterMs: 30 * SECOND,
};

/** Tries at once to one endpoint, by its run or by the jobs process. */
export const TRIES_AT_ONCE = 4;

/** What came of one try at the customer's server; `status` null when no answer came, and then `error` is its code. */
export interface TryAnswer {
  status: number | null;
  error: string | null;
}

/**
 * What a try means. `isDown`: the endpoint as a whole, and not this message, is at fault, so that the others wait;
 * `isGone`: it asked never to be called again.
 */
export type TryVerdict =
  | { kind: 'delivered' }
  | { kind: 'failed'; error: string; isDown: boolean; isGone: boolean };

/** Judges a try: 2xx is delivered, everything else is not, a redirect too. Source: the same, "Response codes". */
export function judgeTry({ status, error }: TryAnswer): TryVerdict {
  if (status === null) return { kind: 'failed', error: error ?? 'unknown', isDown: true, isGone: false };
  if (status >= 200 && status <= 299) return { kind: 'delivered' };
  const isDown = status >= 500 || status === 429 || status === 408;
  return { kind: 'failed', error: `http_${status}`, isDown, isGone: status === 410 };
}

/**
 * Wait in ms until the next try after `tries` failed ones; null when that was the last. An endpoint can put the try off
 * by `askedMs`, within bounds, and never hasten it.
 */
export function retryAfterMs(
  tries: number,
  timings: WebhookTimings,
  askedMs: number | null = null,
): number | null {
  const plannedMs = timings.retryAfterMs[tries - 1];
  return plannedMs === undefined ? null : Math.max(plannedMs, heededMs(askedMs, timings));
}

/**
 * How long in ms an endpoint is left alone after `failures` rounds without an answer, at least one; longer when it asks
 * for `askedMs`, within bounds.
 */
export function restMs(failures: number, timings: WebhookTimings, askedMs: number | null = null): number {
  const plannedMs = timings.restMs[failures - 1] ?? timings.restMs.at(-1) ?? 0;
  return Math.max(plannedMs, heededMs(askedMs, timings));
}

/** What of a wait that an endpoint asked for is given, in ms. */
export function heededMs(askedMs: number | null, { longestAskedMs }: WebhookTimings): number {
  return Math.min(askedMs ?? 0, longestAskedMs);
}

/** When the tries after the next one will be made if each fails: epoch ms, from the next at `nextTryAtMs` after `tries`. */
export function plannedTriesMs(tries: number, nextTryAtMs: number, timings: WebhookTimings): number[] {
  const planned = [nextTryAtMs];
  for (const waitMs of timings.retryAfterMs.slice(tries)) planned.push((planned.at(-1) ?? 0) + waitMs);
  return planned;
}

/** The timings of a demo or test: waits and rests shrink; what a customer's server may take or ask for does not. */
export function scaleWebhookTimings(timings: WebhookTimings, factor: number): WebhookTimings {
  const scaled = (waits: readonly number[]) => waits.map((ms) => ms * factor);
  return {
    ...timings,
    retryAfterMs: scaled(timings.retryAfterMs),
    restMs: scaled(timings.restMs),
    stalledAfterMs: timings.stalledAfterMs * factor,
  };
}
