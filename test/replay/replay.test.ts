import { beforeAll, describe, expect, it } from '@jest/globals';
import { Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { quietRuntime } from '../workflows/quiet-runtime.ts';
import { bundleOf, workflowBundle } from '../workflows/workflow-bundle.ts';
import { historyFromJson } from './history-json.ts';
import { readHistory, savedHistories } from './saved-histories.ts';
import { historyScenarios } from './scenarios/scenarios.ts';

const histories = savedHistories();

beforeAll(async () => {
  quietRuntime();
  await workflowBundle();
}, 120_000);

async function replay(file: string, workflowBundle: WorkflowBundleOption): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle }, historyFromJson(JSON.parse(readHistory(file))));
}

describe('recorded histories', () => {
  it.each(histories)('$file replays on the workflows of today', async ({ file }) => {
    await replay(file, await workflowBundle());
  });

  it('are of the scenarios that exist, and each scenario has one', () => {
    const recorded = new Set(histories.map(({ scenario }) => scenario));
    expect([...recorded].toSorted()).toEqual(historyScenarios.map(({ name }) => name).toSorted());
  });

  it('hold no machine, no person and no number', () => {
    for (const { file } of histories) {
      const text = readHistory(file);
      const identities = new Set([...text.matchAll(/"identity":"([^"]*)"/g)].map(([, name]) => name));
      expect([...identities].filter((name) => name !== 'record-history' && name !== '')).toEqual([]);
      expect(text).not.toMatch(/\+\d{7,15}/);
    }
  });

  it('break when a workflow changes', async () => {
    const changed = new URL('./changed-workflows.ts', import.meta.url).pathname;
    const workflowBundle = await bundleOf(changed);
    const ofCalls = histories.filter(({ scenario }) => scenario.startsWith('conduct-call'));
    expect(ofCalls).not.toHaveLength(0);
    for (const { file } of ofCalls) {
      await expect(replay(file, workflowBundle)).rejects.toThrow(DeterminismViolationError);
    }
  });
});
