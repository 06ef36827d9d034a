import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Runs } from '../activities/dialing/carry-out.ts';
import { callWorkflowId, inboundCallWorkflowId } from '../contracts/names.ts';
import { readCallStart } from '../db/dialing/call-start.ts';
import type { AttemptOutcome } from '../domain/call/attempt-state.ts';
import { AppError } from '../domain/errors.ts';
import { callEndedSignal } from '../workflows/conduct-call/conduct-call.messages.ts';
import { createWebhookStarter } from './webhook-starter.ts';
import type { CallStart, WorkflowStarter } from './workflow-starter.ts';

/** One signal; the relay tries again. */
const SIGNAL_LIMIT_MS = 5_000;

/** The runs of rows over a Temporal client. */
export function createWorkflowRuns(client: Client, pool: Pool, starter: WorkflowStarter): Runs {
  const callStart = async (attempt: { orgId: string; attemptId: string }): Promise<CallStart> => {
    const start = await readCallStart(pool, attempt);
    const { flowVersionId } = start;
    if (flowVersionId === null) throw new AppError({ code: 'flow.not_found' });
    return { ...attempt, ...start, flowVersionId };
  };
  const signalEnded = async (workflowId: string, outcome: AttemptOutcome | null): Promise<boolean> => {
    const handle = client.workflow.getHandle(workflowId);
    try {
      await client.connection.withDeadline(Date.now() + SIGNAL_LIMIT_MS, () =>
        handle.signal(callEndedSignal, { attemptOutcome: outcome ?? 'failed' }),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  };
  const webhooks = createWebhookStarter(client);
  return {
    signalCallEnded: ({ attemptId, outcome }) => signalEnded(callWorkflowId(attemptId), outcome),

    ensureCall: async (attempt) => starter.startCall(await callStart(attempt)),
    replaceCall: async (attempt) => starter.replaceCall(await callStart(attempt)),

    ensureCampaign: (campaign) => starter.startCampaign(campaign),
    ensureImport: (job) => starter.startImport(job),
    ensureCallback: (callback) => starter.callbacks.start(callback),
    wakeWebhooks: (endpoint) => webhooks.wake(endpoint),

    inbound: {
      signalEnded: ({ callSid, outcome }) => signalEnded(inboundCallWorkflowId(callSid), outcome),
      ensure: (run) => starter.inbound.start(run),
      replace: (run) => starter.inbound.replace(run),
    },
  };
}
