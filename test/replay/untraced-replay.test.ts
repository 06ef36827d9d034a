import { beforeAll, describe, it } from '@jest/globals';
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { quietRuntime } from '../workflows/quiet-runtime.ts';
import { bundleOf } from '../workflows/workflow-bundle.ts';
import { historyFromJson } from './history-json.ts';
import { readHistory, savedHistories } from './saved-histories.ts';

let workflowBundle: WorkflowBundleWithSourceMap;

beforeAll(async () => {
  quietRuntime();
  workflowBundle = await bundleOf(new URL('../../workflows/index.ts', import.meta.url).pathname);
}, 120_000);

// `replay.test.ts` replays the same with it, as workers run it.
describe('without what carries traces through workflows', () => {
  it.each(savedHistories())('$file replays', async ({ file }) => {
    await Worker.runReplayHistory({ workflowBundle }, historyFromJson(JSON.parse(readHistory(file))));
  });
});
