import type { Language } from '../../contracts/call-instructions.ts';
import type { ApiDeps } from '../deps.ts';
import { ExpiringCache } from '../http/expiring-cache.ts';
import { type CarrierDirectory, createCarrierDirectory } from './carrier-directory.ts';
import { createWebhookCounters, type WebhookCounters } from './webhook-counters.ts';

/** What the webhook endpoints keep in memory; losing it costs a database read, never a call. */
export interface WebhookState {
  readonly directory: CarrierDirectory;
  /** By the id that webhook addresses name a call by: of its attempt, or its own. */
  readonly boundCalls: ExpiringCache<BoundCall>;
  /** Countries into which an organization may transfer, by its id. */
  readonly transferCountries: ExpiringCache<ReadonlySet<string>>;
  readonly counters: WebhookCounters;
}

/** What is remembered of a call between its turns. */
export interface BoundCall {
  readonly callSid: string;
  /** The version that it is pinned to. */
  readonly flowVersionId: string | null;
  /** The last one spoken. */
  readonly language: Language | null;
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
    transferCountries: new ExpiringCache(MOST_CALLS, () => deps.clock.wallMs()),
    counters: createWebhookCounters(deps.metrics),
  };
}
