import type { Pool } from 'pg';
import { drainWebhooks } from '../activities/webhooks/drain-webhooks.ts';
import { runWebhookFeed } from '../activities/webhooks/feed-webhooks.ts';
import type { EndpointRef } from '../db/webhooks/claim-deliveries.ts';
import { startFirstTryQueue } from '../providers/webhooks/first-try-queue.ts';
import type { Foundation } from './foundation.ts';
import { webhookDeps } from './webhook-deps.ts';
import { createWebhookStarter } from './webhook-starter.ts';

/** Deliveries of a jobs process. */
export interface WebhookJobs {
  /** Finishes the tries under way. */
  close(): Promise<void>;
}

/**
 * Starts what makes first tries of webhooks and hands what failed to the endpoint's run. Several processes may do so;
 * what one leaves behind when it dies is found by the others, or by the next.
 */
export function startWebhookJobs(
  foundation: Foundation,
  systemPool: Pool,
  onError: (error: unknown) => void,
): WebhookJobs {
  const { temporal, config, clock } = foundation;
  const deps = webhookDeps(foundation);
  const starter = createWebhookStarter(temporal);
  const stop = new AbortController();
  const makeFirstTries = async (endpoint: EndpointRef) => {
    const { failed } = await drainWebhooks(deps, endpoint, 'first', stop.signal);
    // Without Temporal the feed finds the endpoint once its next try is late.
    if (failed > 0) await starter.wake(endpoint).catch(onError);
  };
  const queue = startFirstTryQueue(config.REDIS_URL, makeFirstTries, onError);
  const feed = runWebhookFeed(
    {
      systemPool,
      timings: deps.timings,
      offer: (endpoint) => queue.offer(endpoint),
      wake: (endpoint) => starter.wake(endpoint),
      wallMs: () => clock.wallMs(),
      onError,
    },
    stop.signal,
  );
  return {
    async close() {
      stop.abort();
      await feed;
      await queue.close();
    },
  };
}
