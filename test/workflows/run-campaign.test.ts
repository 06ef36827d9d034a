import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { DispatchRound } from '../../activities/campaign/dispatch-contacts.ts';
import {
  campaignProgressQuery,
  cancelCampaignUpdate,
  pauseCampaignUpdate,
  resumeCampaignUpdate,
} from '../../workflows/run-campaign/run-campaign.messages.ts';
import { timeSkippingEnvironment } from '../harness/time-skipping.ts';
import {
  type CampaignHandle,
  DAY_MS,
  fakeCampaign,
  withCampaign as runWithCampaign,
} from './campaign-test-bed.ts';
import { quietRuntime } from './quiet-runtime.ts';
import { workflowBundle } from './workflow-bundle.ts';

const BY = { by: 'user:1' };

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  quietRuntime();
  [env] = await Promise.all([timeSkippingEnvironment(), workflowBundle()]);
}, 120_000);
afterAll(() => env?.teardown());

/** Runs one campaign on the time-skipping server. */
function withCampaign<T>(
  { activities }: ReturnType<typeof fakeCampaign>,
  work: (handle: CampaignHandle) => Promise<T>,
): Promise<T> {
  return runWithCampaign({ client: env.client, connection: env.nativeConnection }, activities, work);
}

describe('runCampaign', () => {
  it('enrolls, dispatches to the end and finishes', async () => {
    const fake = fakeCampaign([{ end: 'finished' }]);
    expect(await withCampaign(fake, (handle) => handle.result())).toEqual({ end: 'completed' });
    expect(fake.namesOf()).toEqual(['enrollContacts', 'dispatchContacts', 'finishCampaign']);
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
      const roundsWhenPaused = fake.namesOf().filter((name) => name === 'dispatchContacts').length;
      await env.sleep('2 days');
      expect(fake.namesOf().filter((name) => name === 'dispatchContacts').length).toBeLessThanOrEqual(
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
    expect(fake.namesOf().filter((name) => name === 'enrollContacts')).toHaveLength(1);
  });
});
