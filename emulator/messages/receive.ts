import type { Carrier } from '../carrier.ts';
import { sidOf } from '../sid.ts';

/** A text message from a person to one of our numbers. */
export interface InboundText {
  readonly from: string;
  readonly to: string;
  readonly body: string;
}

/** Source: Twilio documentation, "Twilio support for opt-out keywords (SMS STOP filtering)". */
const STOP_WORDS: readonly string[] = [
  'STOP',
  'STOPALL',
  'UNSUBSCRIBE',
  'CANCEL',
  'END',
  'QUIT',
  'OPTOUT',
  'REVOKE',
];
const START_WORDS: readonly string[] = ['START', 'YES', 'UNSTOP'];

/**
 * Takes in a message and tells the number's SmsUrl, if it has one. From STOP to START messages to that person from
 * that number are refused. The answer's TwiML is not carried out.
 */
export async function receiveMessage(carrier: Carrier, text: InboundText): Promise<void> {
  const { from, to, body } = text;
  const sid = sidOf('SM', carrier.config.seed, from, to, carrier.counters.next(`text ${from}`));
  const createdAtMs = carrier.clock.wallMs();
  carrier.messages.add({ sid, ...text, direction: 'inbound', createdAtMs, status: 'received' });
  carrier.truth.write('text', { messageSid: sid, from, to, direction: 'inbound', body });
  const word = body.trim().toUpperCase();
  if (STOP_WORDS.includes(word) || START_WORDS.includes(word))
    carrier.messages.setStopped(from, to, STOP_WORDS.includes(word));
  const number = carrier.numbers.byNumber(to);
  if (!number || number.smsUrl === '') return;
  const params = messageParams(carrier.config.accountSid, sid, text);
  await carrier.webhooks.deliver({
    purpose: 'message',
    url: number.smsUrl,
    method: number.smsMethod,
    params,
  });
}

/** Source: Twilio documentation, "Twilio's Request to your Webhook URL" of Programmable Messaging. */
function messageParams(accountSid: string, sid: string, text: InboundText): Record<string, string> {
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    Body: text.body,
    From: text.from,
    MessageSid: sid,
    NumMedia: '0',
    NumSegments: '1',
    SmsMessageSid: sid,
    SmsSid: sid,
    SmsStatus: 'received',
    To: text.to,
  };
}
