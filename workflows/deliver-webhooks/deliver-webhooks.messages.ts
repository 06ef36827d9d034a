import { defineQuery, defineSignal } from '@temporalio/workflow';
import { MESSAGES } from '../../contracts/names.ts';

/** Input of `deliverWebhooks`: the rows have the rest. */
export interface DeliverWebhooksInput {
  orgId: string;
  endpointId: string;
}

/** What the run of an endpoint does now; `waitUntilMs` wall time, epoch ms, null while it makes tries. */
export interface WebhookRunState {
  waitUntilMs: number | null;
  rounds: number;
}

/**
 * Says that there is a try to make that the run may not know of. A signal and not an Update: who tells it waits for
 * nothing, and it goes with the start of the run.
 */
export const webhooksDueSignal = defineSignal(MESSAGES.webhooksDue);

/** State of the run for one person looking at one endpoint. */
export const webhookRunStateQuery = defineQuery<WebhookRunState>(MESSAGES.webhookRunState);
