import { randomUUID } from 'node:crypto';
import type { Client, WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { type NativeConnection, Worker } from '@temporalio/worker';
import type { CampaignActivities } from '../../activities/campaign/campaign.activities.ts';
import type { DispatchRound } from '../../activities/campaign/dispatch-contacts.ts';
import { campaignWorkflowId, TASK_QUEUES } from '../../contracts/names.ts';
import type { RunCampaignInput } from '../../workflows/run-campaign/run-campaign.messages.ts';
import type { runCampaign } from '../../workflows/run-campaign/run-campaign.workflow.ts';
import { recordActivities } from './record-activities.ts';
import { workflowBundle } from './workflow-bundle.ts';

export const DAY_MS = 86_400_000;

/** A run of `runCampaign` under test. */
export type CampaignHandle = WorkflowHandleWithFirstExecutionRunId<typeof runCampaign>;

/** A dispatch round: its end, or a function that takes as long as it likes. */
export type FakeRound = DispatchRound | (() => Promise<DispatchRound>);

/** A campaign whose dispatch rounds end as `rounds` says, the last one again and again. */
export function fakeCampaign(rounds: FakeRound[]) {
  const control = { version: 1, paused: false, canceled: false };
  const fakes: CampaignActivities = {
    enrollContacts: async () => ({ ...control }),
    dispatchContacts: async () => {
      if (control.paused || control.canceled) return { end: 'steered', controlVersion: control.version };
      const round = (rounds.length > 1 ? rounds.shift() : rounds[0]) ?? { end: 'finished' };
      return typeof round === 'function' ? round() : round;
    },
    writeCampaignControl: async (change) => {
      if (change.version > control.version)
        Object.assign(control, { ...change, canceled: control.canceled || change.canceled });
      return { version: control.version, paused: control.paused, canceled: control.canceled };
    },
    drainCampaign: async () => {},
    finishCampaign: async () => {},
  };
  return { ...recordActivities(fakes), control };
}

/** Runs one campaign against fake activities while `work` steers it and waits for what it wants to see. */
export async function withCampaign<T>(
  server: { client: Client; connection: NativeConnection; identity?: string },
  activities: object,
  work: (handle: CampaignHandle) => Promise<T>,
  input: Partial<RunCampaignInput> = {},
): Promise<T> {
  const { client, connection, identity } = server;
  const worker = await Worker.create({
    connection,
    taskQueue: TASK_QUEUES.campaigns,
    workflowBundle: await workflowBundle(),
    activities,
    ...(identity !== undefined && { identity }),
  });
  return worker.runUntil(async () => {
    const campaignId = randomUUID();
    const handle = await client.workflow.start<typeof runCampaign>('runCampaign', {
      workflowId: campaignWorkflowId(campaignId),
      taskQueue: TASK_QUEUES.campaigns,
      args: [{ orgId: randomUUID(), campaignId, ...input }],
    });
    return work(handle);
  });
}
