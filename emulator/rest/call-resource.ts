import type { CallRecord } from '../calls/call.ts';
import type { Carrier } from '../carrier.ts';
import { rfc2822 } from '../webhooks/params.ts';

const PRICE_PER_MINUTE = 0.014;

/** A call as Twilio's API shows it; `start_time` is null while it is queued. */
export function callResource(carrier: Carrier, record: CallRecord): Readonly<Record<string, unknown>> {
  const uri = `${carrier.accountPath}/Calls/${record.sid}`;
  const date = (ms: number | undefined): string | null => (ms === undefined ? null : rfc2822(ms));
  return {
    account_sid: carrier.config.accountSid,
    annotation: null,
    answered_by: record.answeredBy ?? null,
    api_version: '2010-04-01',
    caller_name: null,
    date_created: date(record.createdAtMs),
    date_updated: date(record.updatedAtMs),
    direction: record.direction,
    duration: record.durationS === undefined ? null : String(record.durationS),
    end_time: date(record.endedAtMs),
    forwarded_from: null,
    from: record.from,
    from_formatted: record.from,
    group_sid: null,
    parent_call_sid: record.parentCallSid ?? null,
    phone_number_sid: record.phoneNumberSid,
    price: priceOf(record),
    price_unit: 'USD',
    queue_time: String(record.queueTimeMs),
    sid: record.sid,
    start_time: date(record.startedAtMs),
    status: record.status,
    subresource_uris: { recordings: `${uri}/Recordings.json`, notifications: `${uri}/Notifications.json` },
    to: record.to,
    to_formatted: record.to,
    trunk_sid: null,
    uri: `${uri}.json`,
  };
}

/** Negative, as Twilio's prices are; null for a call that was not answered or has not ended. */
function priceOf(record: CallRecord): string | null {
  if (!record.durationS) return null;
  return (-Math.ceil(record.durationS / 60) * PRICE_PER_MINUTE).toFixed(5);
}
