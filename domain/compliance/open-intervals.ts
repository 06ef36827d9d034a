import { IANAZone } from 'luxon';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A span of time in epoch ms, half-open `[startMs, endMs)`. */
export interface Interval {
  startMs: number;
  endMs: number;
}

/** The window of one local day (days since 1970-01-01), in local minutes, half-open; null: closed all day. */
export type WindowOfDay = (localDay: number) => { startMinute: number; endMinute: number } | null;

/** Whether a text is an IANA zone that this runtime knows. */
export function isZone(zone: string): boolean {
  return IANAZone.create(zone).isValid;
}

function firstMomentAtOffset(zone: IANAZone, beforeMs: number, afterMs: number): number {
  const oldOffset = zone.offset(beforeMs);
  let [low, high] = [beforeMs, afterMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offset(middle) === oldOffset) low = middle;
    else high = middle;
  }
  return high;
}

/** Spans of one UTC offset each (minutes), in order, covering `[fromMs, toMs)`: a clock change starts a new one. */
function offsetSpans(zone: IANAZone, fromMs: number, toMs: number): (Interval & { offset: number })[] {
  const spans = [];
  let startMs = fromMs;
  for (let at = fromMs; at < toMs; ) {
    const next = Math.min(at + DAY_MS, toMs);
    if (zone.offset(next) !== zone.offset(startMs)) {
      const changeMs = firstMomentAtOffset(zone, at, next);
      spans.push({ startMs, endMs: changeMs, offset: zone.offset(startMs) });
      startMs = changeMs;
      at = changeMs;
    } else {
      at = next;
    }
  }
  if (startMs < toMs) spans.push({ startMs, endMs: toMs, offset: zone.offset(startMs) });
  return spans;
}

/** Joins spans that touch, so that a window of whole days has no end at midnight. `intervals` in order. */
function joined(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const interval of intervals) {
    const last = result.at(-1);
    if (last && interval.startMs <= last.endMs) last.endMs = Math.max(last.endMs, interval.endMs);
    else result.push({ ...interval });
  }
  return result;
}

/**
 * The spans within `[fromMs, toMs)` in which the local time of `zone` lies in the window of its local day, in order
 * and not touching. Exact at clock changes: an hour that occurs twice counts twice, a skipped one never.
 */
export function openIntervals(zone: string, fromMs: number, toMs: number, windowOf: WindowOfDay): Interval[] {
  const intervals: Interval[] = [];
  for (const span of offsetSpans(IANAZone.create(zone), fromMs, toMs)) {
    const offsetMs = span.offset * MINUTE_MS;
    const lastDay = Math.floor((span.endMs - 1 + offsetMs) / DAY_MS);
    for (let day = Math.floor((span.startMs + offsetMs) / DAY_MS); day <= lastDay; day++) {
      const window = windowOf(day);
      if (window === null) continue;
      const midnightMs = day * DAY_MS - offsetMs;
      const startMs = Math.max(span.startMs, midnightMs + window.startMinute * MINUTE_MS);
      const endMs = Math.min(span.endMs, midnightMs + window.endMinute * MINUTE_MS);
      if (startMs < endMs) intervals.push({ startMs, endMs });
    }
  }
  return joined(intervals);
}

/** The spans that lie in both lists, each in order and not touching. */
export function intersection(left: readonly Interval[], right: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (let l = 0, r = 0; ; ) {
    const [a, b] = [left[l], right[r]];
    if (!a || !b) return result;
    const startMs = Math.max(a.startMs, b.startMs);
    const endMs = Math.min(a.endMs, b.endMs);
    if (startMs < endMs) result.push({ startMs, endMs });
    if (a.endMs <= b.endMs) l++;
    else r++;
  }
}
