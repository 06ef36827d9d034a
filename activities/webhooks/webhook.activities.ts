import type { EndpointRef } from '../../db/webhooks/claim-deliveries.ts';
import { nextRoundMs } from '../../db/webhooks/next-round.ts';
import { type DrainCount, drainWebhooks, type WebhookDeps } from './drain-webhooks.ts';

/** A round of tries to one endpoint; `waitMs` until the next, null when its run has none left to make. */
export interface WebhookRound extends DrainCount {
  waitMs: number | null;
}

/** Activities of `deliverWebhooks`. */
export function createWebhookActivities(deps: WebhookDeps) {
  return {
    /** Makes the tries that are due and tells when there are more. Safe to repeat: every try is a row. */
    async drainWebhooks(endpoint: EndpointRef): Promise<WebhookRound> {
      const count = await drainWebhooks(deps, endpoint, 'run');
      return { ...count, waitMs: await nextRoundMs(deps.pool, endpoint) };
    },
  };
}

/** Type of the webhook activities, for `proxyActivities`. */
export type WebhookActivities = ReturnType<typeof createWebhookActivities>;
