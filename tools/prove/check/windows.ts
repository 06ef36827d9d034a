import { readFileSync } from 'node:fs';
import type { RuleClock } from '../../../domain/clock.ts';
import type { DatabaseDump, DumpedCampaign } from './dump.types.ts';
import type { ExplainedRing } from './double-dials.ts';
import type { Finding } from './finding.ts';

interface ZoneTable {
  readonly zoneSets: readonly (readonly string[])[];
  readonly prefixes: Readonly<Record<string, number>>;
}

const zoneTable = JSON.parse(
  readFileSync(new URL('../../../domain/phone/zones.json', import.meta.url), 'utf8'),
) as ZoneTable;

/** Zones that a number may be in, by its longest known prefix; the data of the product, but not its code. */
export function zonesByPrefix(e164: string): readonly string[] {
  const digits = e164.replace('+', '');
  for (let length = digits.length; length > 0; length--) {
    const index = zoneTable.prefixes[digits.slice(0, length)];
    if (index !== undefined) return zoneTable.zoneSets[index] ?? [];
  }
  return [];
}

/** Rings that began, by rule time, outside their campaign's hours in a zone where the person may be. */
export function findOutOfWindow(
  explained: readonly ExplainedRing[],
  dump: DatabaseDump,
  clocks: readonly [RuleClock, ...RuleClock[]],
): Finding[] {
  const campaigns = new Map(dump.campaigns.map((campaign) => [campaign.id, campaign]));
  const contacts = new Map(dump.contacts.map((contact) => [contact.id, contact]));
  return explained.flatMap(({ ring, attempt }): Finding[] => {
    const campaign = campaigns.get(attempt?.campaign_id ?? '');
    const contact = contacts.get(attempt?.contact_id ?? '');
    if (!attempt || !campaign || !contact) return [];
    const dialedAtMs = ring.dialedAtMs ?? ring.createdAtMs;
    const { baseAppMs, baseRealMs, rate } = clockAt(clocks, dialedAtMs);
    const ruleMs = baseAppMs + (dialedAtMs - baseRealMs) * rate;
    const zones = contact.zone ? [contact.zone] : zonesByPrefix(contact.phone_e164);
    const wrong = zones.filter((zone) => !isWithin(campaign, localTime(ruleMs, zone)));
    if (wrong.length === 0) return [];
    const why = `rang at ${new Date(ruleMs).toISOString()} (rule time), outside the window in ${wrong.join(', ')}`;
    return [{ kind: 'outOfWindow', why, callSid: ring.callSid, attemptId: attempt.id }];
  });
}

/** The clock that was in force at a wall moment: the last that had been set. */
function clockAt(clocks: readonly [RuleClock, ...RuleClock[]], wallMs: number): RuleClock {
  return clocks.findLast(({ baseRealMs }) => baseRealMs <= wallMs) ?? clocks[0];
}

/** Local minute of the day and ISO weekday (1 is Monday). */
interface LocalTime {
  readonly minute: number;
  readonly weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Local time by the platform's own zone data, not by the library that the product decides with. */
export function localTime(epochMs: number, zone: string): LocalTime {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      weekday: 'short',
      hourCycle: 'h23',
    });
  formats.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
  return {
    minute: Number(parts.hour) * 60 + Number(parts.minute),
    weekday: WEEKDAYS.indexOf(parts.weekday ?? '') + 1,
  };
}

function isWithin(campaign: DumpedCampaign, { minute, weekday }: LocalTime): boolean {
  if (!campaign.weekdays.includes(weekday)) return false;
  return minute >= campaign.window_start_minute && minute < campaign.window_end_minute;
}
