import { randomBytes } from 'node:crypto';
import twilio from 'twilio';
import { FIRST_TURN } from '../../../contracts/names.ts';
import type { ApiWorld } from '../../../test/api/harness/api-world.ts';
import { addAttempt } from '../../../test/api/harness/rows.ts';
import { attemptQuery } from '../../../test/api/harness/webhook-requests.ts';
import type { Random } from '../random.ts';
import type { FuzzKnowledge } from './fuzz-request.ts';
import type { FuzzedSystem } from './made-for-operations.ts';

/** For operations that no carrier signs. */
export const neverAsked = (): never => {
  throw new Error('No carrier signs this operation.');
};

const FORMS: readonly Readonly<Record<string, string>>[] = [
  { CallStatus: 'ringing', SequenceNumber: '1' },
  { CallStatus: 'completed', SequenceNumber: '3', CallDuration: '12' },
  { CallStatus: 'in-progress' },
  { CallStatus: 'in-progress', Digits: '1' },
  { CallStatus: 'in-progress', SpeechResult: 'Žádný zájem', Confidence: '0.7' },
  { CallStatus: 'in-progress', Digits: '' },
  { CallStatus: 'nonsense', SequenceNumber: '-1', Confidence: 'x' },
  { RecordingStatus: 'completed', RecordingDuration: '4', RecordingChannels: '1' },
  { RecordingStatus: 'absent' },
  { TranscriptionText: 'hello', TranscriptionStatus: 'completed' },
];

/** Mostly what carriers send to such an address. */
function formsFor(path: string, random: Random): typeof FORMS {
  const isOfRecordings = path.endsWith('/recording');
  return random.chance(0.2) ? FORMS : FORMS.filter((form) => 'RecordingStatus' in form === isOfRecordings);
}

/** Webhooks of a call that we made, and of calls that come in. */
export async function fuzzedWebhooks(
  world: ApiWorld,
  { publicUrl, fallbackUrl }: FuzzedSystem,
): Promise<FuzzKnowledge['webhook']> {
  const { ours } = world;
  const placedSid = `CA${randomBytes(16).toString('hex')}`;
  const attempt = await addAttempt(world, ours, 'placed', placedSid);
  return (path, random) => {
    const isIncoming = random.chance(0.3);
    const turn = path.endsWith('/voice') ? random.pick([FIRST_TURN, 't-unknown', undefined]) : undefined;
    const query = isIncoming ? '' : attemptQuery(attempt, turn);
    const params = {
      AccountSid: ours.accountSid,
      CallSid: isIncoming ? `CA${hex(random, 32)}` : placedSid,
      RecordingSid: `RE${hex(random, 32)}`,
      From: `+1212555${1000 + random.below(9000)}`,
      To: random.pick(['+12125550101', '+12125550199']),
      ...random.pick(formsFor(path, random)),
    };
    const origin = path.endsWith('/fallback') ? fallbackUrl : publicUrl;
    const signature = twilio.getExpectedTwilioSignature(ours.authToken, origin + path + query, params);
    return { query, form: new URLSearchParams(params).toString(), signature };
  };
}

function hex(random: Random, length: number): string {
  return Array.from({ length }, () => random.below(16).toString(16)).join('');
}
