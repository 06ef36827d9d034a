import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { CallbackRun } from './callback-run.ts';
import {
  callbackStateQuery,
  cancelCallbackUpdate,
  rescheduleCallbackUpdate,
  type RunCallbackInput,
  type RunCallbackResult,
} from './run-callback.messages.ts';

/**
 * Keeps the promise of one callback: waits for its time, whatever woke it before, and has it rung exactly once. Started
 * with a delay, which any Update ends.
 */
export async function runCallback(input: RunCallbackInput): Promise<RunCallbackResult> {
  const run = new CallbackRun(input);
  setHandler(rescheduleCallbackUpdate, (change) => run.reschedule(change));
  setHandler(cancelCallbackUpdate, () => run.cancel());
  setHandler(callbackStateQuery, () => run.state());

  for (;;) {
    const end = await run.turn();
    if (end) {
      await condition(allHandlersFinished);
      return end;
    }
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof runCallback>({ orgId: input.orgId, callbackId: input.callbackId });
    }
  }
}
