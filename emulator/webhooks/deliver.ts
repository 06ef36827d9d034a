import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { TruthLog } from '../truth.ts';
import { type Attempt, attemptDelivery, type Delivery } from './attempt.ts';
import type { TryResult } from './exchange.ts';
import { type ConnectionLimits, connectionLimits } from './overrides.ts';
import type { Webhook, WebhookOutcome } from './webhook.ts';

/** Sends webhooks by Twilio's rules and writes each try to the truth file. */
export interface Webhooks {
  /** Sends one, with retries. Never rejects. */
  deliver(webhook: Webhook): Promise<WebhookOutcome>;
  /** Webhooks under way now. */
  inFlight(): number;
  /** True for http URLs on this machine or on an allowed host. */
  isAllowed(url: string): boolean;
}

/** What `createWebhooks` needs: hosts beyond this machine are refused unless they are in `allowHosts`. */
export interface WebhookDeps {
  readonly authToken: string;
  readonly allowHosts: readonly string[];
  readonly clock: Clock;
  readonly truth: TruthLog;
}

const LOCAL_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** A sender of webhooks: signed, within 15 s of wall time, retried as the URL's connection overrides say. */
export function createWebhooks(deps: WebhookDeps): Webhooks {
  let inFlight = 0;
  const { authToken, clock, truth } = deps;
  const isAllowed = (url: string): boolean => {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed?.protocol !== 'http:') return false;
    return LOCAL_HOSTS.includes(parsed.hostname) || deps.allowHosts.includes(parsed.hostname);
  };
  const deliver = async (webhook: Webhook): Promise<WebhookOutcome> => {
    if (!isAllowed(webhook.url)) return { ok: false, errorCode: 11210, reason: 'host not allowed' };
    const limits = connectionLimits(webhook.url);
    const deadlineMs = clock.wallMs() + limits.totalTimeMs;
    const token = webhook.token ?? randomUUID();
    inFlight += 1;
    try {
      return await deliverWithRetries({
        webhook,
        limits,
        deadlineMs,
        token,
        authToken,
        clock,
        truth,
        isAllowed,
      });
    } finally {
      inFlight -= 1;
    }
  };
  return { deliver, isAllowed, inFlight: () => inFlight };
}

async function deliverWithRetries(delivery: Delivery): Promise<WebhookOutcome> {
  for (let nth = 0; ; nth += 1) {
    const attempt = await attemptDelivery(delivery, nth);
    const isLast = nth >= delivery.limits.retryCount || delivery.clock.wallMs() >= delivery.deadlineMs;
    if (isLast || !isRetried(attempt.result, delivery.limits)) return outcomeOf(attempt);
  }
}

function isRetried(result: TryResult, limits: ConnectionLimits): boolean {
  if (result.kind === 'failure') return limits.retryOn.has(result.cause);
  if (result.kind === 'too_large') return false;
  if (result.status >= 500) return limits.retryOn.has('5xx');
  return result.status >= 400 && limits.retryOn.has('4xx');
}

function outcomeOf({ result, url }: Attempt): WebhookOutcome {
  if (result.kind === 'too_large') return { ok: false, errorCode: 11750, reason: 'answer above 64 kB' };
  if (result.kind === 'failure') {
    return { ok: false, errorCode: result.cause === 'ct' ? 11205 : 11200, reason: result.reason };
  }
  const { status, contentType, body } = result;
  if (status >= 200 && status < 300) return { ok: true, status, contentType, body, url };
  if (status >= 300 && status < 400) return { ok: false, errorCode: 11215, reason: 'too many redirects' };
  return { ok: false, errorCode: 11200, reason: `HTTP status ${status}` };
}
