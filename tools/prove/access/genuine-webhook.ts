import twilio from 'twilio';
import { FIRST_TURN } from '../../../contracts/names.ts';
import type { ApiWorld } from '../../../test/api/harness/api-world.ts';
import { attemptLink } from '../../../providers/crypto/attempt-link.ts';
import { addAttempt } from '../../../test/api/harness/rows.ts';
import type { Random } from '../random.ts';
import { CARRIER_STATUSES } from '../../../domain/call/carrier-rank.ts';

/** A call of ours that webhooks speak of. */
export interface ToldCall {
  readonly id: string;
  readonly callSid: string;
  /** The `k` of its addresses. */
  readonly key: string;
}

/** A webhook before it is sent: where to, and what stands in its form and its headers. */
export interface Webhook {
  readonly origin: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly params: Readonly<Record<string, string>>;
  readonly signature: string;
}

const KINDS = ['voice', 'status', 'recording', 'fallback', 'transcription'] as const;
type Kind = (typeof KINDS)[number];

/** What a status webhook can tell: a call that is still queued has not begun to be told of. */
const STATUSES = CARRIER_STATUSES.filter((status) => status !== 'queued');
/** What carriers are known to send beside: names, other alphabets, nothing, blanks, signs that forms escape. */
const ODD: readonly Readonly<Record<string, string>>[] = [
  {},
  { CallerName: '  Žofie +1 & Söhne = 100 % ' },
  { FromCity: 'São Paulo', FromState: '' },
  { SpeechResult: 'קול 🦊 e\u0301' },
  { 'Odd[name]': 'a b+c', StirVerstat: 'TN-Validation-Passed-A' },
  { Caller: '+12125550123', 'SipHeader_X-Id': '%2B', Long: 'x'.repeat(3_000) },
];

/** Calls that our carrier knows, some of them an organization's. */
export async function toldCalls(world: ApiWorld, org: ApiWorld['ours'], count: number): Promise<ToldCall[]> {
  const calls: ToldCall[] = [];
  for (let index = 0; index < count; index += 1) {
    const callSid = `CA${org.ref === world.ours.ref ? 'a' : 'b'}${String(index).padStart(31, '0')}`;
    const { attemptId, linkKey } = await addAttempt(world, org, 'placed', callSid);
    calls.push({ id: attemptId, callSid, key: attemptLink.sign(linkKey, attemptId) });
  }
  return calls;
}

/** A webhook as our carrier sends it to our organization, signed by the unmodified library. */
export function genuineWebhook(world: ApiWorld, calls: readonly ToldCall[], random: Random): Webhook {
  const { ours } = world;
  const { publicUrl, fallbackUrl } = world.deps.settings;
  const kind = random.pick(KINDS);
  const call = random.pick(calls);
  const unsigned = {
    origin: kind === 'fallback' ? fallbackUrl : publicUrl,
    path: `/webhooks/twilio/${ours.ref}/${kind}`,
    query: `a=${call.id}&k=${call.key}${kind === 'voice' ? `&t=${FIRST_TURN}` : ''}`,
    params: {
      AccountSid: ours.accountSid,
      ApiVersion: '2010-04-01',
      CallSid: call.callSid,
      ...news(kind, random),
      ...random.pick(ODD),
    },
  };
  return signed(unsigned, ours.authToken);
}

/** The same webhook, signed with a token. */
export function signed(webhook: Omit<Webhook, 'signature'>, authToken: string): Webhook {
  const { origin, path, query, params } = webhook;
  const url = `${origin}${path}${query === '' ? '' : `?${query}`}`;
  return { ...webhook, signature: twilio.getExpectedTwilioSignature(authToken, url, params) };
}

function news(kind: Kind, random: Random): Record<string, string> {
  if (kind === 'recording') {
    const sid = `RE${Array.from({ length: 32 }, () => random.below(16).toString(16)).join('')}`;
    return {
      RecordingSid: sid,
      RecordingStatus: 'completed',
      RecordingDuration: '4',
      RecordingChannels: '1',
    };
  }
  const status = { CallStatus: kind === 'status' ? random.pick(STATUSES) : 'in-progress' };
  if (kind === 'fallback') return { ...status, ErrorCode: '11200' };
  return kind === 'voice' && random.chance(0.5) ? { ...status, Digits: String(random.below(10)) } : status;
}
