import type { Clock } from '../clock.ts';
import type { TruthLog } from '../truth.ts';
import { exchange, type Outgoing, type TryResult } from './exchange.ts';
import { type ConnectionLimits, wireUrl } from './overrides.ts';
import { signatureOf } from './sign.ts';
import type { Webhook } from './webhook.ts';

/** What every try of one webhook shares. */
export interface Delivery {
  readonly webhook: Webhook;
  readonly limits: ConnectionLimits;
  /** Wall epoch ms by which all tries must be over. */
  readonly deadlineMs: number;
  /** The same on every try, as Twilio's I-Twilio-Idempotency-Token. */
  readonly token: string;
  readonly authToken: string;
  readonly clock: Clock;
  readonly truth: TruthLog;
  readonly isAllowed: (url: string) => boolean;
}

/** What came of a try, and the URL that answered in the end. */
export interface Attempt {
  readonly result: TryResult;
  readonly url: string;
}

const MAX_REDIRECTS = 5;

/** One try, the `nth` from 0, following HTTP redirects with GET as Twilio does. Never rejects. */
export async function attemptDelivery(delivery: Delivery, nth: number): Promise<Attempt> {
  let url = wireUrl(delivery.webhook.url);
  let { method } = delivery.webhook;
  for (let hop = 0; ; hop += 1) {
    const result = await tryOnce(delivery, { ...delivery.webhook, url, method }, nth);
    const location = redirectOf(result);
    if (location === undefined || hop >= MAX_REDIRECTS) return { result, url };
    const next = new URL(location, url).href;
    if (!delivery.isAllowed(next)) return { result: notAllowed, url };
    url = next;
    method = 'GET';
  }
}

const notAllowed: TryResult = { kind: 'failure', cause: 'ct', reason: 'host not allowed' };

function redirectOf(result: TryResult): string | undefined {
  const isRedirect = result.kind === 'answer' && result.status >= 300 && result.status < 400;
  return isRedirect ? result.location : undefined;
}

async function tryOnce(delivery: Delivery, webhook: Webhook, nth: number): Promise<TryResult> {
  const { clock, truth } = delivery;
  const { callSid, purpose, fault, url, method } = webhook;
  const sentAtMs = clock.wallMs();
  const about = { callSid, purpose, attempt: nth, fault };
  truth.write('webhook_sent', { ...about, url, method, ...newsOf(webhook.params) });
  const result = await exchange(
    outgoingOf(delivery, webhook),
    delivery.limits,
    delivery.deadlineMs - sentAtMs,
  );
  truth.write('webhook_answered', { ...about, tookMs: clock.wallMs() - sentAtMs, ...verdictOf(result) });
  return result;
}

function outgoingOf(delivery: Delivery, webhook: Webhook): Outgoing {
  const form = new URLSearchParams({ ...webhook.params }).toString();
  const isGet = webhook.method === 'GET';
  const query = `${webhook.url.includes('?') ? '&' : '?'}${form}`;
  const url = isGet && form !== '' ? webhook.url + query : webhook.url;
  const headers = {
    accept: '*/*',
    'user-agent': 'TwilioProxy/1.1',
    'x-twilio-signature': signatureOf(
      webhook.signWith ?? delivery.authToken,
      url,
      isGet ? {} : webhook.params,
    ),
    'x-home-region': 'us1',
    'i-twilio-idempotency-token': delivery.token,
    connection: 'close',
  };
  if (isGet) return { url, method: 'GET', headers };
  const formHeaders = {
    ...headers,
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'content-length': String(Buffer.byteLength(form)),
  };
  return { url, method: 'POST', headers: formHeaders, body: form };
}

const NEWS = [
  'CallStatus',
  'SequenceNumber',
  'Digits',
  'SpeechResult',
  'AnsweredBy',
  'ErrorCode',
  'RecordingSid',
  'RecordingStatus',
  'DialCallStatus',
];

/** The parameters by which a reader of the truth file tells webhooks apart. */
function newsOf(params: Webhook['params']): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    NEWS.filter((name) => params[name] !== undefined).map((name) => [name, params[name]]),
  );
}

function verdictOf(result: TryResult): Readonly<Record<string, unknown>> {
  if (result.kind === 'answer') return { status: result.status };
  if (result.kind === 'too_large') return { failure: 'answer above 64 kB' };
  return { failure: result.reason, cause: result.cause };
}
