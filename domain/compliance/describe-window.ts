import { DateTime } from 'luxon';
import { isOpenIn, type CallingHours } from './calling-hours.ts';
import type { Reason } from './compliance.types.ts';
import { isZone } from './open-intervals.ts';

function clockIn(zone: string, atMs: number): string {
  return `${DateTime.fromMillis(atMs, { zone }).setLocale('en').toFormat('ccc HH:mm')} in ${zone}`;
}

function minuteOfDay(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** The windows that were intersected, as `08:00-21:00 (campaign), 09:00-21:00 (es.commercial-hours)`. */
function sources({ window, rules }: CallingHours): string {
  return [{ id: 'campaign', window }, ...rules]
    .map(
      (each) => `${minuteOfDay(each.window.startMinute)}-${minuteOfDay(each.window.endMinute)} (${each.id})`,
    )
    .join(', ');
}

/**
 * Code and sentence for the calling-window gate at `nowMs`. `opensAtMs` is what `nextOpenMs` answered: `nowMs` itself
 * means open, null that no moment is (epoch ms).
 */
export function describeWindow(
  nowMs: number,
  leadMs: number,
  hours: CallingHours,
  opensAtMs: number | null,
): Pick<Reason, 'code' | 'detail'> {
  const unknown = hours.zones.filter((zone) => !isZone(zone));
  if (hours.zones.length === 0 || unknown.length > 0) {
    const detail = `The zone of the number is not known${unknown.length > 0 ? ` (${unknown.join(', ')})` : ''}.`;
    return { code: 'window.zone_unknown', detail };
  }
  const windows = sources(hours);
  if (opensAtMs === null) {
    const detail = `No moment within a year is allowed in all of ${hours.zones.join(', ')}: ${windows}.`;
    return { code: 'window.impossible', detail };
  }
  if (opensAtMs === nowMs) {
    const clocks = hours.zones.map((zone) => clockIn(zone, nowMs)).join(', ');
    return { code: 'window.open', detail: `It is ${clocks}, inside ${windows}.` };
  }
  const next = `Next moment: ${new Date(opensAtMs).toISOString()}.`;
  const closed = hours.zones.filter((zone) => !isOpenIn(zone, hours, nowMs));
  if (closed.length > 0) {
    const clocks = closed.map((zone) => clockIn(zone, nowMs)).join(', ');
    return { code: 'window.closed', detail: `It is ${clocks}, outside ${windows}. ${next}` };
  }
  const seconds = Math.ceil(leadMs / 1000);
  const detail = `The window ${windows} closes before queue and ringing (${seconds} s) would be over. ${next}`;
  return { code: 'window.ends_too_soon', detail };
}
