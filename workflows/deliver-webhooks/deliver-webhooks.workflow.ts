import {
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { WebhookActivities } from '../../activities/webhooks/webhook.activities.ts';
import { webhookOptions } from '../options.ts';
import {
  type DeliverWebhooksInput,
  webhookRunStateQuery,
  type WebhookRunState,
  webhooksDueSignal,
} from './deliver-webhooks.messages.ts';

const { drainWebhooks } = proxyActivities<WebhookActivities>({
  ...webhookOptions,
  summary: 'Make the tries that are due',
});

/**
 * Tries again what an endpoint did not take, until nothing of it is left to try, and everything else for as long as it
 * is down. The rows say when; this run only wakes for them, and another may take its place at any time.
 */
export async function deliverWebhooks(input: DeliverWebhooksInput): Promise<void> {
  const { orgId, endpointId } = input;
  const state: WebhookRunState = { waitUntilMs: null, rounds: 0 };
  let isWoken = false;
  setHandler(webhooksDueSignal, () => {
    isWoken = true;
  });
  setHandler(webhookRunStateQuery, () => state);

  for (;;) {
    isWoken = false;
    const { waitMs, failed } = await drainWebhooks({ orgId, endpointId });
    state.rounds += 1;
    if (!isWoken) {
      if (waitMs === null) return;
      state.waitUntilMs = Date.now() + waitMs;
      const why = failed > 0 ? `, ${failed} tries failed` : '';
      setCurrentDetails(`Tries again at ${new Date(state.waitUntilMs).toISOString()}${why}.`);
      await condition(() => isWoken, Math.ceil(waitMs));
      state.waitUntilMs = null;
    }
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof deliverWebhooks>(input);
  }
}
