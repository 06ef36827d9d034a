import { randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { type NativeConnection, Worker } from '@temporalio/worker';
import type { WebhookActivities, WebhookRound } from '../../activities/webhooks/webhook.activities.ts';
import { TASK_QUEUES, webhooksWorkflowId } from '../../contracts/names.ts';
import type { deliverWebhooks } from '../../workflows/deliver-webhooks/deliver-webhooks.workflow.ts';
import { recordActivities } from './record-activities.ts';
import { workflowBundle } from './workflow-bundle.ts';

/** A run of `deliverWebhooks` under test. */
export type WebhooksHandle = WorkflowHandle<typeof deliverWebhooks>;

/** Runs the tries of one endpoint against `drainWebhooks` while `work` looks on. */
export async function withWebhooks<T>(
  server: { client: Client; connection: NativeConnection; identity?: string },
  drainWebhooks: WebhookActivities['drainWebhooks'],
  work: (handle: WebhooksHandle) => Promise<T>,
) {
  const { client, connection, identity } = server;
  const fakes = recordActivities({ drainWebhooks } satisfies WebhookActivities);
  const common = { connection, ...(identity !== undefined && { identity }) };
  const runs = await Worker.create({
    ...common,
    taskQueue: TASK_QUEUES.campaigns,
    workflowBundle: await workflowBundle(),
  });
  const tries = await Worker.create({
    ...common,
    taskQueue: TASK_QUEUES.webhooks,
    activities: fakes.activities,
  });
  const value = await runs.runUntil(() =>
    tries.runUntil(async () => {
      const endpointId = randomUUID();
      const handle = await client.workflow.start<typeof deliverWebhooks>('deliverWebhooks', {
        workflowId: webhooksWorkflowId(endpointId),
        taskQueue: TASK_QUEUES.campaigns,
        args: [{ orgId: randomUUID(), endpointId }],
      });
      return work(handle);
    }),
  );
  return { value, rounds: fakes.recorded.length };
}

/** Rounds that end so, one after the other; the last for good. */
export function roundsThatWait(waitsMs: readonly (number | null)[]): () => Promise<WebhookRound> {
  const left = [...waitsMs];
  return async () => {
    const waitMs = left.length > 1 ? (left.shift() ?? null) : (left[0] ?? null);
    return { delivered: 0, failed: waitMs === null ? 0 : 1, waitMs };
  };
}
