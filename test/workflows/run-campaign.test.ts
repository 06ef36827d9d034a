import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type WorkflowHandleWithFirstExecutionRunId, WorkflowUpdateFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { CampaignActivities } from '../../activities/campaign/campaign.activities.ts';
import type { DispatchRound } from '../../activities/campaign/dispatch-contacts.ts';
import { campaignWorkflowId, TASK_QUEUES } from '../../contracts/names.ts';
import {
  campaignProgressQuery,
  cancelCampaignUpdate,
  pauseCampaignUpdate,
  type RunCampaignInput,
  resumeCampaignUpdate,
} from '../../workflows/run-campaign/run-campaign.messages.ts';
import type { runCampaign } from '../../workflows/run-campaign/run-campaign.workflow.ts';
import { timeSkippingEnvironment } from '../harness/time-skipping.ts';
import { workflowBundle } from './call-test-bed.ts';
import { quietRuntime } from './quiet-runtime.ts';

const DAY_MS = 86_400_000;
const BY = { by: 'user:1' };

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  quietRuntime();
  env = await timeSkippingEnvironment();
}, 60_000);
afterAll(() => env.teardown());

type Handle = WorkflowHandleWithFirstExecutionRunId<typeof runCampaign>;

/** A campaign whose dispatch rounds end as `rounds` says, the last one again and again. */
function fakeCampaign(rounds: DispatchRound[]) {
  const recorded: string[] = [];
  const control = { version: 1, paused: false, canceled: false };
  const activities: CampaignActivities = {
    enrollContacts: async () => ({ ...control }),
    dispatchContacts: async () => {
      if (control.paused || control.canceled) return { end: 'steered', controlVersion: control.version };
      return (rounds.length > 1 ? rounds.shift() : rounds[0]) ?? { end: 'finished' };
    },
    writeCampaignControl: async (change) => {
      if (change.version > control.version)
        Object.assign(control, { ...change, canceled: control.canceled || change.canceled });
      return { version: control.version, paused: control.paused, canceled: control.canceled };
    },
    drainCampaign: async () => {},
    finishCampaign: async () => {},
  };
  const spied = Object.fromEntries(
    Object.entries(activities).map(([name, run]) => [
      name,
      (input: never) => (recorded.push(name), run(input)),
    ]),
  );
  return { activities: spied, recorded, control };
}

async function withCampaign<T>(
  fake: ReturnType<typeof fakeCampaign>,
  work: (handle: Handle) => Promise<T>,
  input: Partial<RunCampaignInput> = {},
): Promise<T> {
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUES.campaigns,
    workflowBundle: await workflowBundle(),
    activities: fake.activities,
  });
  return worker.runUntil(async () => {
    const campaignId = randomUUID();
    const handle = await env.client.workflow.start<typeof runCampaign>('runCampaign', {
      workflowId: campaignWorkflowId(campaignId),
      taskQueue: TASK_QUEUES.campaigns,
      args: [{ orgId: randomUUID(), campaignId, ...input }],
    });
    return work(handle);
  });
}

describe('runCampaign', () => {
  it('enrolls, dispatches to the end and finishes', async () => {
    const fake = fakeCampaign([{ end: 'finished' }]);
    expect(await withCampaign(fake, (handle) => handle.result())).toEqual({ end: 'completed' });
    expect(fake.recorded).toEqual(['enrollContacts', 'dispatchContacts', 'finishCampaign']);
  });

  it('sleeps through nights: thirty days of windows in few events', async () => {
    const nights: DispatchRound[] = Array.from({ length: 30 }, () => ({
      end: 'nothing_due',
      waitMs: DAY_MS,
      nextDueAtMs: 1,
    }));
    const fake = fakeCampaign([...nights, { end: 'finished' }]);
    const startedMs = await env.currentTimeMs();
    const events = await withCampaign(fake, async (handle) => {
      await handle.result();
      return (await handle.describe()).historyLength;
    });
    expect((await env.currentTimeMs()) - startedMs).toBeGreaterThanOrEqual(30 * DAY_MS);
    expect(events).toBeLessThan(30 * 15);
  });

  it('dispatches nothing while paused, and goes on after resume', async () => {
    const fake = fakeCampaign([{ end: 'nothing_due', waitMs: DAY_MS, nextDueAtMs: 1 }, { end: 'finished' }]);
    const result = await withCampaign(fake, async (handle) => {
      const paused = await handle.executeUpdate(pauseCampaignUpdate, { args: [{ ...BY, reason: 'lunch' }] });
      expect(paused.phase).toBe('paused');
      expect(fake.control).toMatchObject({ paused: true, by: 'user:1', reason: 'lunch' });
      const roundsWhenPaused = fake.recorded.filter((name) => name === 'dispatchContacts').length;
      await env.sleep('2 days');
      expect(fake.recorded.filter((name) => name === 'dispatchContacts').length).toBeLessThanOrEqual(
        roundsWhenPaused + 1,
      );
      expect((await handle.query(campaignProgressQuery)).phase).toBe('paused');
      await handle.executeUpdate(resumeCampaignUpdate, { args: [BY] });
      return handle.result();
    });
    expect(result).toEqual({ end: 'completed' });
  });

  it('takes over the steering in force when it was rebuilt', async () => {
    const fake = fakeCampaign([{ end: 'finished' }]);
    Object.assign(fake.control, { version: 7, paused: true });
    const result = await withCampaign(fake, async (handle) => {
      const resumed = await handle.executeUpdate(resumeCampaignUpdate, { args: [BY] });
      expect(resumed).toMatchObject({ phase: 'running', controlVersion: 8 });
      return handle.result();
    });
    expect(result).toEqual({ end: 'completed' });
  });

  it('is canceled for good: drains, refuses to resume, ends as canceled', async () => {
    const fake = fakeCampaign([{ end: 'nothing_due', waitMs: DAY_MS, nextDueAtMs: 1 }]);
    const draining = Promise.withResolvers<void>();
    fake.activities['drainCampaign'] = () => draining.promise;
    const result = await withCampaign(fake, async (handle) => {
      const canceled = await handle.executeUpdate(cancelCampaignUpdate, { args: [BY] });
      expect(canceled.phase).toBe('completing');
      await expect(handle.executeUpdate(resumeCampaignUpdate, { args: [BY] })).rejects.toThrow(
        WorkflowUpdateFailedError,
      );
      draining.resolve();
      return handle.result();
    });
    expect(result).toEqual({ end: 'canceled' });
  });

  it('continues as new before its history grows long, and keeps its control version', async () => {
    const rounds: DispatchRound[] = Array.from({ length: 250 }, () => ({ end: 'round_over' }));
    const fake = fakeCampaign([...rounds, { end: 'finished' }]);
    const { runs, longest } = await withCampaign(fake, async (handle) => {
      await handle.executeUpdate(resumeCampaignUpdate, { args: [BY] });
      await handle.result();
      const last = await env.client.workflow.getHandle(handle.workflowId).describe();
      const first = await env.client.workflow
        .getHandle(handle.workflowId, handle.firstExecutionRunId)
        .describe();
      return {
        runs: new Set([last.runId, first.runId]).size,
        longest: Math.max(last.historyLength, first.historyLength),
      };
    });
    expect(runs).toBe(2);
    expect(longest).toBeLessThan(2_000);
    expect(fake.recorded.filter((name) => name === 'enrollContacts')).toHaveLength(1);
  });
});
