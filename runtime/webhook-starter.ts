import { type Client, WorkflowIdReusePolicy } from '@temporalio/client';
import { TASK_QUEUES, webhooksWorkflowId, WORKFLOW_TYPES } from '../contracts/names.ts';
import type { EndpointRef } from '../db/webhooks/claim-deliveries.ts';
import { webhooksDueSignal } from '../workflows/deliver-webhooks/deliver-webhooks.messages.ts';
import type { deliverWebhooks } from '../workflows/deliver-webhooks/deliver-webhooks.workflow.ts';
import { keywords } from './search-keywords.ts';

/** Wakes the run of an endpoint, and starts it where none is open. IDEMPOTENT. */
export interface WebhookStarter {
  wake(endpoint: EndpointRef): Promise<void>;
}

/** One start; whoever asked tries again. */
const START_LIMIT_MS = 5_000;

/** The starter over a client; the rows are the truth, the id only keeps one run open. */
export function createWebhookStarter(client: Client): WebhookStarter {
  return {
    async wake({ orgId, endpointId }) {
      await client.connection.withDeadline(Date.now() + START_LIMIT_MS, () =>
        client.workflow.signalWithStart<typeof deliverWebhooks>(WORKFLOW_TYPES.deliverWebhooks, {
          workflowId: webhooksWorkflowId(endpointId),
          workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
          taskQueue: TASK_QUEUES.campaigns,
          args: [{ orgId, endpointId }],
          signal: webhooksDueSignal,
          signalArgs: [],
          staticSummary: 'Tries of a webhook endpoint',
          typedSearchAttributes: keywords({ OrgId: orgId }),
        }),
      );
    },
  };
}
