import type { PoolClient } from 'pg';
import type { CarrierAccount } from '../../domain/call/carrier.port.ts';
import { type DialTimings, longestQueueMs } from '../../domain/call/dial-timings.ts';
import type { CallPurpose, DialFacts } from '../../domain/compliance/compliance.types.ts';
import { countryOf, regionsOf, zonesOf } from '../../domain/phone/number-zones.ts';
import { type AttemptRow, toAttemptRow } from './attempt-row.ts';
import type { Statement } from './dial.sql.ts';

/** Everything that a dial is decided from and made of, read under the locks of T0. */
export interface DialSubject {
  row: AttemptRow;
  /** Null once the person was erased: there is no number to judge. */
  facts: DialFacts | null;
  isNumberBusy: boolean;
  account: CarrierAccount;
  orgRef: string;
  linkKey: Buffer;
  ringTimeoutSeconds: number;
  machineDetection: boolean;
}

interface FactColumns {
  zone: string | null;
  region: string | null;
  country: string | null;
  purpose: CallPurpose;
  window_start_minute: number;
  window_end_minute: number;
  weekdays: number[];
  cap_per_number: number;
  cap_window_hours: number;
  ring_timeout_seconds: number;
  machine_detection: boolean;
  account_sid: string;
  auth_token: string;
  api_base_url: string | null;
  org_ref: string;
  link_key: Buffer;
  suppressed_scope: string | null;
  suppressed_source: string | null;
  attempts_in_window: number;
  oldest_in_window: Date | null;
  number_busy: boolean;
}

type Columns = FactColumns & Parameters<typeof toAttemptRow>[0];

/** Reads the facts of a dial and locks its attempt; null when the organization has no such attempt. */
export async function readDialSubject(
  tx: PoolClient,
  statement: Statement,
  attemptId: string,
  timings: DialTimings,
): Promise<DialSubject | null> {
  const { rows } = await tx.query<Columns>({ ...statement, values: [attemptId] });
  const columns = rows[0];
  if (!columns) return null;
  const row = toAttemptRow(columns);
  return {
    row,
    facts: row.toE164 === null ? null : toFacts(columns, row, row.toE164, timings),
    isNumberBusy: columns.number_busy,
    account: {
      id: row.carrierAccountId,
      provider: row.provider,
      accountSid: columns.account_sid,
      authToken: columns.auth_token,
      apiBaseUrl: columns.api_base_url,
    },
    orgRef: columns.org_ref,
    linkKey: columns.link_key,
    ringTimeoutSeconds: columns.ring_timeout_seconds,
    machineDetection: columns.machine_detection,
  };
}

function toFacts(columns: Columns, row: AttemptRow, e164: string, timings: DialTimings): DialFacts {
  const { suppressed_scope: scope, suppressed_source: source, oldest_in_window: oldest } = columns;
  return {
    ruleNowMs: Math.floor(row.ruleNowMs),
    phone: { e164Country: countryOf(e164), zones: zonesOf(e164), regions: regionsOf(e164) },
    contact: { zone: columns.zone, region: columns.region, country: columns.country },
    purpose: columns.purpose,
    window: {
      startMinute: columns.window_start_minute,
      endMinute: columns.window_end_minute,
      weekdays: columns.weekdays,
    },
    suppressed: scope !== null && source !== null ? { scope, source } : null,
    attemptsInWindow: columns.attempts_in_window,
    capPerNumber: columns.cap_per_number,
    capWindowHours: columns.cap_window_hours,
    oldestAttemptInWindowMs: oldest && row.ruleNowMs - (row.nowMs - oldest.getTime()) * row.ruleRate,
    ringTimeoutMs: columns.ring_timeout_seconds * 1000,
    carrierQueueMs: Math.ceil(longestQueueMs(timings) * row.ruleRate),
  };
}
