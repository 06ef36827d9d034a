import { readFileSync } from 'node:fs';
import twilio from 'twilio';

/** A status callback that the carrier really sent: where to, and for which call. */
export interface StatusHook {
  readonly url: string;
  readonly callSid: string;
}

/** What a storm is made of. */
export const STORM_KINDS = [
  'repeated',
  'late',
  'forged',
  'unsigned',
  'wrong_key',
  'unknown_attempt',
  'unknown_organization',
  'wrong_type',
  'not_utf8',
  'oversized',
] as const;
export type StormKind = (typeof STORM_KINDS)[number];

const ACCOUNT_SID = `AC${'0'.repeat(31)}1`;
const FORM = 'application/x-www-form-urlencoded';
const HUGE_BYTES = 2 * 1024 * 1024;

/** The status callbacks of a truth file so far. */
export function readStatusHooks(truthPath: string): StatusHook[] {
  return readFileSync(truthPath, 'utf8')
    .split('\n')
    .filter(
      (line) => line.includes('"webhook_sent"') && line.includes('"purpose":"status"') && line.endsWith('}'),
    )
    .map((line) => {
      const { url, callSid } = JSON.parse(line) as StatusHook;
      return { url, callSid };
    });
}

/** One bad webhook, and the statuses that are right answers to it (docs/guide/webhooks.md). */
export function stormRequest(
  kind: StormKind,
  hook: StatusHook,
  authToken: string,
): { url: string; init: RequestInit; allowed: readonly number[] } {
  const signed = (url: string, params: Record<string, string>, token = authToken) => ({
    url,
    init: {
      method: 'POST',
      headers: {
        'content-type': FORM,
        'x-twilio-signature': twilio.getExpectedTwilioSignature(token, url, params),
      },
      body: new URLSearchParams(params).toString(),
    },
  });
  const params = {
    AccountSid: ACCOUNT_SID,
    CallSid: hook.callSid,
    CallStatus: 'ringing',
    SequenceNumber: '1',
  };
  switch (kind) {
    case 'repeated':
    case 'late':
      return {
        ...signed(hook.url, { ...params, ...(kind === 'late' && { SequenceNumber: '0' }) }),
        allowed: [204],
      };
    case 'forged':
      return { ...signed(hook.url, { ...params, CallStatus: 'completed' }, 'not-the-token'), allowed: [403] };
    case 'unsigned':
      return { ...bare(hook.url, FORM, new URLSearchParams(params).toString()), allowed: [403] };
    case 'wrong_key':
      return { ...signed(withQuery(hook.url, 'k', 'AAAAAAAAAAAAAAAAAAAAAA'), params), allowed: [404] };
    case 'unknown_attempt':
      return {
        ...signed(withQuery(hook.url, 'a', '01900000-0000-7000-8000-000000000000'), params),
        allowed: [404],
      };
    case 'unknown_organization':
      return { ...signed(hook.url.replace('/twilio/proof/', '/twilio/nobody/'), params), allowed: [404] };
    case 'wrong_type':
      return { ...bare(hook.url, 'application/json', '{"a":'), allowed: [400] };
    case 'not_utf8':
      return { ...bare(hook.url, FORM, Buffer.from([0x41, 0x3d, 0xff, 0xfe])), allowed: [400] };
    case 'oversized':
      return { ...bare(hook.url, FORM, `a=${'x'.repeat(HUGE_BYTES)}`), allowed: [413] };
  }
}

function bare(url: string, contentType: string, body: string | Buffer<ArrayBuffer>) {
  return { url, init: { method: 'POST', headers: { 'content-type': contentType }, body } };
}

function withQuery(url: string, name: string, value: string): string {
  const changed = new URL(url);
  changed.searchParams.set(name, value);
  return changed.href;
}
