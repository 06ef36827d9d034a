import {
  defineSearchAttributeKey,
  SearchAttributeType,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import {
  ApplicationFailure,
  ChildWorkflowFailure,
  condition,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
  sleep,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import type {
  CallbackActivities,
  CallbackFacts,
  CallbackRound,
  CallToConduct,
  SteeredCallback,
} from '../../activities/callback/callback.activities.ts';
import { callWorkflowId, TASK_QUEUES, WORKFLOW_TYPES } from '../../contracts/names.ts';
import { bookkeepingOptions } from '../options.ts';
import type { conductCall } from '../conduct-call/conduct-call.workflow.ts';
import type { CallbackRunState, RescheduleCallbackInput, RunCallbackInput } from './run-callback.messages.ts';

// Regular activities, not local ones: an Update may act beside the run's own turn, and the order in which two local
// activities of one task end is not the one in which a replay ends them.
const { reserveCallback } = proxyActivities<CallbackActivities>({
  ...bookkeepingOptions,
  summary: 'See what the callback needs now',
});
const { rescheduleCallback } = proxyActivities<CallbackActivities>({
  ...bookkeepingOptions,
  summary: 'Move the callback',
});
const { cancelCallback } = proxyActivities<CallbackActivities>({
  ...bookkeepingOptions,
  summary: 'Cancel the callback',
});

/** State of the run of one callback; what is decided stands in its row. */
export class CallbackRun {
  private readonly callback: RunCallbackInput;
  private phase: CallbackRunState['phase'] = 'starting';
  private waitUntilMs: number | null = null;
  /** Counts what changes the row from outside: a wait that it overtakes ends. */
  private changes = 0;

  constructor({ orgId, callbackId }: RunCallbackInput) {
    this.callback = { orgId, callbackId };
  }

  state(): CallbackRunState {
    return { phase: this.phase, waitUntilMs: this.waitUntilMs };
  }

  async reschedule({ dueAtMs }: RescheduleCallbackInput): Promise<CallbackFacts> {
    return this.changed(await rescheduleCallback({ ...this.callback, dueAtMs }));
  }

  async cancel(): Promise<CallbackFacts> {
    return this.changed(await cancelCallback(this.callback));
  }

  /** One turn: whatever the row says, done. Answers how it stands once the callback is over, else null. */
  async turn(): Promise<CallbackFacts | null> {
    const seen = this.changes;
    const round = await reserveCallback(this.callback);
    switch (round.next) {
      case 'over':
        this.phase = 'over';
        return round.facts;
      case 'wait':
        await this.wait(round, seen);
        return null;
      case 'ring':
        await this.ring(round.call, round.lookAgainMs);
        return null;
    }
  }

  private async wait(
    { facts, waitMs }: Extract<CallbackRound, { next: 'wait' }>,
    seen: number,
  ): Promise<void> {
    this.phase = facts.state === 'calling' ? 'calling' : 'waiting';
    this.waitUntilMs = Date.now() + waitMs;
    setCurrentDetails(`Looks again at ${new Date(this.waitUntilMs).toISOString()}${why(facts)}.`);
    await condition(() => this.changes !== seen, waitMs);
    this.waitUntilMs = null;
  }

  /**
   * Lets the attempt be conducted as any other. A call that is conducted already, or whose run was replaced, goes on
   * without us: the row tells how it ended.
   */
  private async ring(call: CallToConduct, lookAgainMs: number): Promise<void> {
    this.phase = 'calling';
    setCurrentDetails('Calls.');
    try {
      const result = await executeChild<typeof conductCall>(WORKFLOW_TYPES.conductCall, childOptions(call));
      // Not dialled although it is reserved: only the end of its lease changes that.
      if (result.outcome === 'not_now' && result.reason === 'reserved') await sleep(lookAgainMs);
    } catch (error) {
      const isElsewhere =
        error instanceof WorkflowExecutionAlreadyStartedError || error instanceof ChildWorkflowFailure;
      if (!isElsewhere) throw error;
      await sleep(lookAgainMs);
    }
  }

  private changed(result: SteeredCallback): CallbackFacts {
    if ('refused' in result) {
      throw ApplicationFailure.nonRetryable('The callback cannot be changed any more.', result.refused);
    }
    this.changes += 1;
    return result.facts;
  }
}

function why({ reason }: CallbackFacts): string {
  return reason === null ? '' : ` (${reason})`;
}

function childOptions(call: CallToConduct) {
  const keyword = (name: string, value: string) => ({
    key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
    value,
  });
  return {
    workflowId: callWorkflowId(call.attemptId),
    taskQueue: TASK_QUEUES.calls,
    workflowTaskTimeout: '2s',
    // The row is the fence; the id only keeps one run open.
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    // A call in progress outlives whatever happens to the run that promised it.
    parentClosePolicy: ParentClosePolicy.ABANDON,
    args: [call] as [CallToConduct],
    staticSummary: 'Callback call',
    typedSearchAttributes: [
      keyword('OrgId', call.orgId),
      keyword('FlowVersion', call.flowVersionId),
      keyword('Direction', 'outbound'),
      keyword('Provider', 'twilio'),
    ],
  };
}
