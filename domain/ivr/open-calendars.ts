import { DateTime } from 'luxon';
import type { Calendar } from '../../contracts/ivr-nodes/calendar.schema.ts';

/**
 * Names of the calendars that are open at a moment, epoch ms: a fact of a turn, made outside the workflow because it
 * needs zone data. Hours are half-open and read as the clock on the wall shows them, also on the day of a clock change.
 */
export function openCalendars(calendars: Readonly<Record<string, Calendar>>, nowMs: number): string[] {
  return Object.entries(calendars)
    .filter(([, calendar]) => isOpen(calendar, nowMs))
    .map(([name]) => name);
}

function isOpen({ zone, weekly, holidays }: Calendar, nowMs: number): boolean {
  const local = DateTime.fromMillis(nowMs, { zone });
  if (!local.isValid || holidays.includes(local.toISODate())) return false;
  const time = local.toFormat('HH:mm');
  return weekly.some(({ days, from, to }) => days.includes(local.weekday) && from <= time && time < to);
}
