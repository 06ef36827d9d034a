import type { Carrier } from '../carrier.ts';
import { sidOf } from '../sid.ts';

/** A text message from a person to one of our numbers. */
export interface InboundText {
  readonly from: string;
  readonly to: string;
  readonly body: string;
}

/** Takes in a message and tells the number's SmsUrl, if it has one. The answer's TwiML is not carried out. */
export async function receiveMessage(carrier: Carrier, text: InboundText): Promise<void> {
  const sid = sidOf(
    'SM',
    carrier.config.seed,
    text.from,
    text.to,
    carrier.counters.next(`text ${text.from}`),
  );
  carrier.messages.add({
    sid,
    ...text,
    direction: 'inbound',
    createdAtMs: carrier.clock.wallMs(),
    status: 'received',
  });
  carrier.truth.write('text', {
    messageSid: sid,
    from: text.from,
    to: text.to,
    direction: 'inbound',
    body: text.body,
  });
  const number = carrier.numbers.byNumber(text.to);
  if (!number || number.smsUrl === '') return;
  const params = {
    AccountSid: carrier.config.accountSid,
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
  await carrier.webhooks.deliver({
    purpose: 'message',
    url: number.smsUrl,
    method: number.smsMethod,
    params,
  });
}
