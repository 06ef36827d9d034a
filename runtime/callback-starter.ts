import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client';
import { callbackWorkflowId, TASK_QUEUES, WORKFLOW_TYPES } from '../contracts/names.ts';
import type { runCallback } from '../workflows/run-callback/run-callback.workflow.ts';
import { keywords } from './search-keywords.ts';

interface Callback {
  orgId: string;
  callbackId: string;
}

/** Starts the runs of callbacks; harmless where one is open. */
export interface CallbackStarter {
  /** `delayMs` wall ms until its time: until then the run costs no worker anything. */
  start(callback: Callback & { delayMs: number }): Promise<void>;
  /** The start that goes with an Update, for a run that is not open although its row is. */
  withUpdate(callback: Callback): WithStartWorkflowOperation<typeof runCallback>;
}

/** One start; whoever asked tries again. */
const START_LIMIT_MS = 5_000;

/** The starter over a client; a closed run may be started again, since the row is the fence. */
export function createCallbackStarter(client: Client): CallbackStarter {
  const options = ({ orgId, callbackId }: Callback) => ({
    workflowId: callbackWorkflowId(callbackId),
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    taskQueue: TASK_QUEUES.campaigns,
    args: [{ orgId, callbackId }] as [Callback],
    staticSummary: 'Callback',
    typedSearchAttributes: keywords({ OrgId: orgId }),
  });
  return {
    async start({ delayMs, ...callback }) {
      await client.connection.withDeadline(Date.now() + START_LIMIT_MS, () =>
        client.workflow.start<typeof runCallback>(WORKFLOW_TYPES.runCallback, {
          ...options(callback),
          ...(delayMs >= 1 && { startDelay: Math.floor(delayMs) }),
        }),
      );
    },
    withUpdate: (callback) =>
      new WithStartWorkflowOperation<typeof runCallback>(WORKFLOW_TYPES.runCallback, options(callback)),
  };
}
