/** Statuses that may come with a wait. Sources: RFC 9110 section 10.2.3 (503), RFC 6585 section 4 (429). */
const WAIT_STATUSES: ReadonlySet<number> = new Set([429, 503]);

const HTTP_DATE = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
/** What nobody should send any more, and everybody has to understand. */
const RFC_850_DATE = /^[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/;
const ASCTIME_DATE = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

/**
 * How long in ms, 0 at least, an answer asks to be left alone by its `Retry-After`, in seconds or as a date; null when
 * it does not, or in no way that is understood. `nowMs` epoch ms. Sources: RFC 9110 sections 10.2.3 and 5.6.7.
 */
export function askedWaitMs(status: number, retryAfter: string | undefined, nowMs: number): number | null {
  if (retryAfter === undefined || !WAIT_STATUSES.has(status)) return null;
  const text = retryAfter.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const atMs = dateMs(text);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

function dateMs(text: string): number {
  if (HTTP_DATE.test(text) || RFC_850_DATE.test(text)) return Date.parse(text);
  // It has no zone in it and is GMT none the less.
  return ASCTIME_DATE.test(text) ? Date.parse(`${text} GMT`) : Number.NaN;
}
