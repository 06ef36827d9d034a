import type { LiveCall } from '../calls/call.ts';

/** Dates as Twilio writes them in webhooks and resources: RFC 2822 with +0000. */
export function rfc2822(epochMs: number): string {
  return new Date(epochMs).toUTCString().replace('GMT', '+0000');
}

/**
 * The parameters every request about a call carries. Places are sent empty, as Twilio does for numbers it cannot
 * place. Source: Twilio documentation, "TwiML for Programmable Voice", section "Request parameters".
 */
export function callParams(accountSid: string, call: LiveCall): Record<string, string> {
  const { record } = call;
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    CallSid: record.sid,
    CallStatus: record.status,
    Called: record.to,
    CalledCity: '',
    CalledCountry: countryOf(record.to),
    CalledState: '',
    CalledZip: '',
    Caller: record.from,
    CallerCity: '',
    CallerCountry: countryOf(record.from),
    CallerState: '',
    CallerZip: '',
    Direction: record.direction,
    From: record.from,
    FromCity: '',
    FromCountry: countryOf(record.from),
    FromState: '',
    FromZip: '',
    To: record.to,
    ToCity: '',
    ToCountry: countryOf(record.to),
    ToState: '',
    ToZip: '',
    ...(record.parentCallSid === undefined ? {} : { ParentCallSid: record.parentCallSid }),
    ...(record.answeredBy === undefined ? {} : { AnsweredBy: record.answeredBy }),
  };
}

const COUNTRIES: readonly (readonly [string, string])[] = [
  ['+420', 'CZ'],
  ['+34', 'ES'],
  ['+44', 'GB'],
  ['+1', 'US'],
];

function countryOf(number: string): string {
  return COUNTRIES.find(([prefix]) => number.startsWith(prefix))?.[1] ?? '';
}
