import type { CallingWindow, WindowRule } from './compliance.types.ts';
import { intersection, openIntervals, type Interval, type WindowOfDay } from './open-intervals.ts';

const DAY_MS = 86_400_000;
/** Far enough that weekdays come round and clock changes of a year are met; the near ones answer nearly always. */
const HORIZONS_DAYS = [2, 9, 372] as const;

/** What binds a call by the clock: IANA zones (at least one), the campaign's window and the rules of the number. */
export interface CallingHours {
  zones: readonly string[];
  window: CallingWindow;
  rules: readonly WindowRule[];
}

/** ISO weekday, 1 (Monday) to 7, of a day since 1970-01-01, which was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Whether a rule is in force on a local day (days since 1970-01-01). */
export function isInForce(rule: WindowRule, day: number): boolean {
  const date = dateOf(day);
  return (rule.effectiveFrom ?? date) <= date && date <= (rule.effectiveTo ?? date);
}

/** The strictest window of each local day: the campaign's and every rule's in force, intersected. */
function strictestWindow(window: CallingWindow, rules: readonly WindowRule[]): WindowOfDay {
  return (day) => {
    const inForce = rules.filter((rule) => isInForce(rule, day)).map((rule) => rule.window);
    const windows = [window, ...inForce];
    if (!windows.every(({ weekdays }) => weekdays.includes(weekdayOf(day)))) return null;
    const startMinute = Math.max(0, ...windows.map((each) => each.startMinute));
    const endMinute = Math.min(1440, ...windows.map((each) => each.endMinute));
    return startMinute < endMinute ? { startMinute, endMinute } : null;
  };
}

function openInAllZones(hours: CallingHours, fromMs: number, toMs: number): Interval[] {
  const windowOf = strictestWindow(hours.window, hours.rules);
  return hours.zones
    .map((zone) => openIntervals(zone, fromMs, toMs, windowOf))
    .reduce((common, intervals) => intersection(common, intervals), [{ startMs: fromMs, endMs: toMs }]);
}

/** Whether `atMs` (epoch ms) is inside the window in one zone. */
export function isOpenIn(zone: string, hours: CallingHours, atMs: number): boolean {
  const windowOf = strictestWindow(hours.window, hours.rules);
  return openIntervals(zone, atMs, atMs + 1, windowOf).length > 0;
}

/**
 * The first moment `>= fromMs` at which a call may be placed: inside the window in every zone, with `leadMs` (carrier
 * queue and ringing) ending strictly before it closes. Epoch ms, or null when there is none within 372 days.
 */
export function nextOpenMs(hours: CallingHours, fromMs: number, leadMs: number): number | null {
  for (const days of HORIZONS_DAYS) {
    const open = openInAllZones(hours, fromMs, fromMs + days * DAY_MS);
    const next = open.find((interval) => interval.startMs + leadMs < interval.endMs);
    if (next) return next.startMs;
  }
  return null;
}
