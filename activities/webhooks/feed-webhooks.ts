import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { EndpointRef } from '../../db/webhooks/claim-deliveries.ts';
import { dueEndpoints, stalledEndpoints } from '../../db/webhooks/endpoints-at-work.ts';
import type { WebhookTimings } from '../../domain/webhooks/delivery-plan.ts';

/** What the feed needs: Postgres, and two ways to hand an endpoint on, each of which may be away. */
export interface WebhookFeedDeps {
  /** Connections of app_system. */
  systemPool: Pool;
  timings: Pick<WebhookTimings, 'pollMs' | 'stalledAfterMs'>;
  /** Has first tries made. */
  offer: (endpoint: EndpointRef) => Promise<void>;
  /** Wakes or starts the run of an endpoint. */
  wake: (endpoint: EndpointRef) => Promise<void>;
  wallMs: () => number;
  /** Told of an error that the feed goes on after. */
  onError: (error: unknown) => void;
}

const BATCH = 200;

/**
 * Hands endpoints with due deliveries on until `stop` is aborted: a plain loop over Postgres, so that what Redis or
 * Temporal lost is found again. Several may run at once; outages are waited out.
 */
export async function runWebhookFeed(deps: WebhookFeedDeps, stop: AbortSignal): Promise<void> {
  const { pollMs, stalledAfterMs } = deps.timings;
  let lookedAtMs = 0;
  while (!stop.aborted) {
    try {
      await handOn(deps, await dueEndpoints(deps.systemPool, BATCH), deps.offer);
      if (deps.wallMs() - lookedAtMs >= stalledAfterMs) {
        lookedAtMs = deps.wallMs();
        await handOn(deps, await stalledEndpoints(deps.systemPool, stalledAfterMs, BATCH), deps.wake);
      }
    } catch (error) {
      deps.onError(error);
    }
    await sleep(pollMs, undefined, { signal: stop }).catch(() => {});
  }
}

async function handOn(
  { onError }: WebhookFeedDeps,
  endpoints: readonly EndpointRef[],
  hand: (endpoint: EndpointRef) => Promise<void>,
): Promise<void> {
  await Promise.all(endpoints.map((endpoint) => hand(endpoint).catch(onError)));
}
