import { type Client, WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/client';
import type { StartCallInput } from '../activities/campaign/campaign.activities.ts';
import {
  callWorkflowId,
  campaignWorkflowId,
  importWorkflowId,
  TASK_QUEUES,
  WORKFLOW_TYPES,
} from '../contracts/names.ts';
import { callRunTimings, type DialTimings } from '../domain/call/dial-timings.ts';
import type { conductCall } from '../workflows/conduct-call/conduct-call.workflow.ts';
import type { importContacts } from '../workflows/import-contacts/import-contacts.workflow.ts';
import type { runCampaign } from '../workflows/run-campaign/run-campaign.workflow.ts';
import { type CallbackStarter, createCallbackStarter } from './callback-starter.ts';
import { CALL_TASK_TIMEOUT, createInboundStarter, type InboundStarter } from './inbound-starter.ts';
import { keywords } from './search-keywords.ts';

/** What a call's workflow is started with, whoever starts it. */
export interface CallStart extends Omit<StartCallInput, 'campaignId' | 'contactId'> {
  campaignId: string | null;
  contactId: string | null;
}

/** Starts the workflow of a row; harmless when it runs already. */
export interface WorkflowStarter {
  startCall(start: CallStart): Promise<void>;
  /** Ends the open run, which is stuck, and starts another; the attempt row keeps it from dialling. */
  replaceCall(start: CallStart): Promise<void>;
  startCampaign(campaign: { orgId: string; campaignId: string }): Promise<void>;
  startImport(job: { orgId: string; importId: string }): Promise<void>;
  readonly inbound: InboundStarter;
  readonly callbacks: CallbackStarter;
}

/** One start; whoever asked tries again. */
const START_LIMIT_MS = 5_000;

/** The starter over a client; a closed run may be started again, since the row is the fence and the id only keeps one run open. */
export function createWorkflowStarter(client: Client, timings: DialTimings): WorkflowStarter {
  const policies = {
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
  };
  const within = (start: () => Promise<unknown>) =>
    client.connection.withDeadline(Date.now() + START_LIMIT_MS, start).then(() => {});
  const startCall = (
    { orgId, attemptId, contactId, campaignId, flowVersionId, maxCallSeconds }: CallStart,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy,
  ) =>
    within(() =>
      client.workflow.start<typeof conductCall>(WORKFLOW_TYPES.conductCall, {
        ...policies,
        workflowIdConflictPolicy,
        workflowId: callWorkflowId(attemptId),
        taskQueue: TASK_QUEUES.calls,
        workflowTaskTimeout: CALL_TASK_TIMEOUT,
        args: [
          {
            orgId,
            attemptId,
            contactId,
            flowVersionId,
            maxCallSeconds,
            timings: callRunTimings(timings, Math.random()),
          },
        ],
        staticSummary: 'Outbound call',
        typedSearchAttributes: keywords({
          OrgId: orgId,
          ...(campaignId !== null && { CampaignId: campaignId }),
          FlowVersion: flowVersionId,
          Direction: 'outbound',
          Provider: 'twilio',
        }),
      }),
    );
  return {
    startCall: (start) => startCall(start, WorkflowIdConflictPolicy.USE_EXISTING),
    replaceCall: (start) => startCall(start, WorkflowIdConflictPolicy.TERMINATE_EXISTING),
    startCampaign: (campaign) =>
      within(() =>
        client.workflow.start<typeof runCampaign>(WORKFLOW_TYPES.runCampaign, {
          ...policies,
          workflowId: campaignWorkflowId(campaign.campaignId),
          taskQueue: TASK_QUEUES.campaigns,
          args: [campaign],
          staticSummary: 'Campaign',
          typedSearchAttributes: keywords({ OrgId: campaign.orgId, CampaignId: campaign.campaignId }),
        }),
      ),
    startImport: (job) =>
      within(() =>
        client.workflow.start<typeof importContacts>(WORKFLOW_TYPES.importContacts, {
          ...policies,
          workflowId: importWorkflowId(job.importId),
          taskQueue: TASK_QUEUES.campaigns,
          args: [job],
          staticSummary: 'Import of contacts',
          typedSearchAttributes: keywords({ OrgId: job.orgId }),
        }),
      ),
    inbound: createInboundStarter(client, timings),
    callbacks: createCallbackStarter(client),
  };
}
