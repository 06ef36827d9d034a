import type { ApiDeps } from '../deps.ts';
import { ExpiringCache } from '../http/expiring-cache.ts';
import { type CarrierDirectory, createCarrierDirectory } from './carrier-directory.ts';
import { createWebhookCounters, type WebhookCounters } from './webhook-counters.ts';

/** What the webhook endpoints keep in memory; losing it costs a database read, never a call. */
export interface WebhookState {
  readonly directory: CarrierDirectory;
  /** Attempt id → the call id that is known to be bound to it. */
  readonly boundCalls: ExpiringCache<string>;
  readonly counters: WebhookCounters;
}

/** Calls remembered as bound, and for how long: longer than a call may last. */
const MOST_CALLS = 50_000;
export const BOUND_KEPT_MS = 14_400_000;

/** A fresh, empty state. */
export function createWebhookState(
  deps: Pick<ApiDeps, 'pool' | 'inOrg' | 'clock' | 'metrics' | 'webhooks'>,
): WebhookState {
  return {
    directory: createCarrierDirectory(deps, 'twilio'),
    boundCalls: new ExpiringCache(MOST_CALLS, () => deps.clock.wallMs()),
    counters: createWebhookCounters(deps.metrics),
  };
}
