import {
  rescheduleCallbackUpdate,
  cancelCallbackUpdate,
} from '../../../workflows/run-callback/run-callback.messages.ts';
import { type CallbackHandle, FakeCallback, withCallback } from '../../workflows/callback-test-bed.ts';
import type { HistoryScenario, PlayedRun, Stage } from './scenario.types.ts';

const DAY_MS = 86_400_000;
const SOON_MS = 100;

async function play(
  stage: Stage,
  dueInMs: number,
  act: (handle: CallbackHandle) => Promise<unknown>,
): Promise<PlayedRun> {
  const fake = new FakeCallback(async () => Date.now(), Date.now() + dueInMs);
  const calls = {
    placeCall: async () => ({ result: 'already', state: 'ended', outcome: 'answered' }) as const,
    closeAttempt: async () => {
      fake.settle('answered');
      return { outcome: 'answered' as const, nextAtMs: null, contactState: 'done' };
    },
  };
  const played = await withCallback(
    stage,
    fake,
    async (handle) => {
      await act(handle);
      await handle.result();
      const { workflowId, runId } = await handle.describe();
      return { workflowId, runId };
    },
    { calls },
  );
  return played.value;
}

/** What a callback can go through. */
export const runCallbackScenarios: readonly HistoryScenario[] = [
  { name: 'run-callback-completed', play: (stage) => play(stage, SOON_MS, async () => {}) },
  {
    name: 'run-callback-moved',
    play: (stage) =>
      play(stage, DAY_MS, (handle) =>
        handle.executeUpdate(rescheduleCallbackUpdate, { args: [{ dueAtMs: Date.now() + SOON_MS }] }),
      ),
  },
  {
    name: 'run-callback-canceled',
    play: (stage) => play(stage, DAY_MS, (handle) => handle.executeUpdate(cancelCallbackUpdate)),
  },
];
