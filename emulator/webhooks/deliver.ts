import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { TruthLog } from '../truth.ts';
import { exchange, type Outgoing, type TryResult } from './exchange.ts';
import { type ConnectionLimits, connectionLimits, wireUrl } from './overrides.ts';
import { signatureOf } from './sign.ts';

/** One webhook to send. `signWith` replaces the account's auth token (a forgery); `token` repeats an idempotency token. */
export interface Webhook {
  readonly purpose: 'voice' | 'status' | 'amd' | 'recording' | 'message' | 'play';
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly params: Readonly<Record<string, string>>;
  readonly callSid?: string;
  readonly token?: string;
  readonly signWith?: string;
  /** Which fault made this request, for the truth file. */
  readonly fault?: string;
}

/** The outcome of a webhook after its retries. Error codes as Twilio's: 11200, 11205, 11210, 11215, 11750. */
export type WebhookOutcome =
  | {
      readonly ok: true;
      readonly status: number;
      readonly contentType: string;
      readonly body: Buffer;
      readonly url: string;
    }
  | { readonly ok: false; readonly errorCode: number; readonly reason: string };

/** Sends webhooks by Twilio's rules and writes each try to the truth file. */
export interface Webhooks {
  deliver(webhook: Webhook): Promise<WebhookOutcome>;
  /** Requests under way now. */
  inFlight(): number;
  isAllowed(url: string): boolean;
}

/** What `createWebhooks` needs: hosts beyond this machine are refused unless they are in `allowHosts`. */
export interface WebhookDeps {
  readonly accountSid: string;
  readonly authToken: string;
  readonly allowHosts: readonly string[];
  readonly clock: Clock;
  readonly truth: TruthLog;
}

const LOCAL_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];
const MAX_REDIRECTS = 5;

/** A sender of webhooks: signed, within 15 s of wall time, retried as the URL's connection overrides say. */
export function createWebhooks(deps: WebhookDeps): Webhooks {
  let inFlight = 0;
  const isAllowed = (url: string): boolean => {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed?.protocol !== 'http:') return false;
    return LOCAL_HOSTS.includes(parsed.hostname) || deps.allowHosts.includes(parsed.hostname);
  };
  const deliver = async (webhook: Webhook): Promise<WebhookOutcome> => {
    if (!isAllowed(webhook.url)) return { ok: false, errorCode: 11210, reason: 'host not allowed' };
    inFlight += 1;
    try {
      return await deliverWithRetries(deps, webhook, isAllowed);
    } finally {
      inFlight -= 1;
    }
  };
  return { deliver, isAllowed, inFlight: () => inFlight };
}

async function deliverWithRetries(
  deps: WebhookDeps,
  webhook: Webhook,
  isAllowed: (url: string) => boolean,
): Promise<WebhookOutcome> {
  const limits = connectionLimits(webhook.url);
  const deadlineMs = deps.clock.wallMs() + limits.totalTimeMs;
  const token = webhook.token ?? randomUUID();
  for (let attempt = 0; ; attempt += 1) {
    const budgetMs = deadlineMs - deps.clock.wallMs();
    const { result, url } = await tryFollowing(deps, webhook, token, attempt, limits, budgetMs, isAllowed);
    const isLast = attempt >= limits.retryCount || deps.clock.wallMs() >= deadlineMs;
    if (isLast || !isRetried(result, limits)) return outcomeOf(result, url);
  }
}

/** One try, following HTTP redirects with GET as Twilio does. */
async function tryFollowing(
  deps: WebhookDeps,
  webhook: Webhook,
  token: string,
  attempt: number,
  limits: ConnectionLimits,
  budgetMs: number,
  isAllowed: (url: string) => boolean,
): Promise<{ result: TryResult; url: string }> {
  let url = wireUrl(webhook.url);
  let method = webhook.method;
  for (let hop = 0; ; hop += 1) {
    const result = await tryOnce(deps, { ...webhook, url, method }, token, attempt, limits, budgetMs);
    const isRedirect =
      result.kind === 'answer' && result.status >= 300 && result.status < 400 && result.location;
    if (!isRedirect || hop >= MAX_REDIRECTS) return { result, url };
    const next = new URL(result.location as string, url).href;
    if (!isAllowed(next))
      return { result: { kind: 'failure', cause: 'ct', reason: 'host not allowed' }, url };
    url = next;
    method = 'GET';
  }
}

async function tryOnce(
  deps: WebhookDeps,
  webhook: Webhook,
  token: string,
  attempt: number,
  limits: ConnectionLimits,
  budgetMs: number,
): Promise<TryResult> {
  const sentAtMs = deps.clock.wallMs();
  const about = { callSid: webhook.callSid, purpose: webhook.purpose, attempt, fault: webhook.fault };
  deps.truth.write('webhook_sent', {
    ...about,
    url: webhook.url,
    method: webhook.method,
    ...newsOf(webhook.params),
  });
  const result = await exchange(outgoingOf(deps, webhook, token), limits, budgetMs);
  deps.truth.write('webhook_answered', {
    ...about,
    tookMs: deps.clock.wallMs() - sentAtMs,
    ...verdictOf(result),
  });
  return result;
}

function outgoingOf(deps: WebhookDeps, webhook: Webhook, token: string): Outgoing {
  const form = new URLSearchParams({ ...webhook.params }).toString();
  const isGet = webhook.method === 'GET';
  const url =
    isGet && form !== '' ? webhook.url + (webhook.url.includes('?') ? '&' : '?') + form : webhook.url;
  const signature = signatureOf(webhook.signWith ?? deps.authToken, url, isGet ? {} : webhook.params);
  const headers = {
    accept: '*/*',
    'user-agent': 'TwilioProxy/1.1',
    'x-twilio-signature': signature,
    'x-home-region': 'us1',
    'i-twilio-idempotency-token': token,
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

/** The parameters by which a reader of the truth file tells webhooks apart. */
function newsOf(params: Readonly<Record<string, string>>): Record<string, string> {
  const names = [
    'CallStatus',
    'SequenceNumber',
    'Digits',
    'SpeechResult',
    'AnsweredBy',
    'ErrorCode',
    'RecordingSid',
  ];
  const news = names
    .filter((name) => params[name] !== undefined)
    .map((name) => [name, params[name] as string]);
  return Object.fromEntries(news);
}

function verdictOf(result: TryResult): Record<string, unknown> {
  if (result.kind === 'answer') return { status: result.status };
  if (result.kind === 'too_large') return { failure: 'answer above 64 kB' };
  return { failure: result.reason, cause: result.cause };
}

function isRetried(result: TryResult, limits: ConnectionLimits): boolean {
  if (result.kind === 'failure') return limits.retryOn.has(result.cause);
  if (result.kind === 'too_large') return false;
  if (result.status >= 500) return limits.retryOn.has('5xx');
  return result.status >= 400 && limits.retryOn.has('4xx');
}

function outcomeOf(result: TryResult, url: string): WebhookOutcome {
  if (result.kind === 'too_large') return { ok: false, errorCode: 11750, reason: 'answer above 64 kB' };
  if (result.kind === 'failure') {
    return { ok: false, errorCode: result.cause === 'ct' ? 11205 : 11200, reason: result.reason };
  }
  const { status, contentType, body } = result;
  if (status >= 200 && status < 300) return { ok: true, status, contentType, body, url };
  if (status >= 300 && status < 400) return { ok: false, errorCode: 11215, reason: 'too many redirects' };
  return { ok: false, errorCode: 11200, reason: `HTTP status ${status}` };
}
