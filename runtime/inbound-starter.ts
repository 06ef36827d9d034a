import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client';
import { inboundCallWorkflowId, TASK_QUEUES, turnUpdateId, WORKFLOW_TYPES } from '../contracts/names.ts';
import type { InboundRun } from '../db/inbound/inbound-run.ts';
import { askCarrierMs, type DialTimings } from '../domain/call/dial-timings.ts';
import {
  type InboundCallInput,
  type NextInstructionInput,
  type NextInstructionResult,
  nextInstructionUpdate,
} from '../workflows/conduct-call/conduct-call.messages.ts';
import type { conductCall } from '../workflows/conduct-call/conduct-call.workflow.ts';
import { keywords } from './search-keywords.ts';

/** Starts the runs of inbound calls; harmless where one is open. */
export interface InboundStarter {
  /**
   * The first turn of a call: starts its run with it, in one request. Repeated, it gets the same answer. Throws
   * `WorkflowExecutionAlreadyStartedError` when the run of the call is over.
   */
  answer(run: InboundRun, turn: NextInstructionInput): Promise<NextInstructionResult>;
  /** A run for a call that has none, whatever became of an earlier one: the row says how the call stands. */
  start(run: InboundRun): Promise<void>;
  /** Ends the open run, which is stuck, and starts another. */
  replace(run: InboundRun): Promise<void>;
}

/** A caller waits on a call's tasks: one that a dead worker took is given to the other after this. */
export const CALL_TASK_TIMEOUT = '2s';
/** One start; whoever asked tries again. */
const START_LIMIT_MS = 5_000;

/** The starter of inbound calls over a client; `taskQueue` is another one in tests only. */
export function createInboundStarter(
  client: Client,
  timings: DialTimings,
  taskQueue: string = TASK_QUEUES.calls,
): InboundStarter {
  const optionsOf = (run: InboundRun) => ({
    workflowId: inboundCallWorkflowId(run.callSid),
    taskQueue,
    workflowTaskTimeout: CALL_TASK_TIMEOUT,
    args: [inputOf(run, timings)] as [InboundCallInput],
    staticSummary: 'Inbound call',
    typedSearchAttributes: keywords({
      OrgId: run.orgId,
      FlowVersion: run.flowVersionId,
      Direction: 'inbound',
      Provider: 'twilio',
    }),
  });
  const start = async (run: InboundRun, workflowIdConflictPolicy: WorkflowIdConflictPolicy) => {
    await client.connection.withDeadline(Date.now() + START_LIMIT_MS, () =>
      client.workflow.start<typeof conductCall>(WORKFLOW_TYPES.conductCall, {
        ...optionsOf(run),
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        workflowIdConflictPolicy,
      }),
    );
  };
  return {
    answer: (run, turn) =>
      client.workflow.executeUpdateWithStart(nextInstructionUpdate, {
        args: [turn],
        updateId: turnUpdateId(turn.callSid, turn.turn),
        // A webhook must not bring a finished call back: only the row may, by `start`.
        startWorkflowOperation: new WithStartWorkflowOperation<typeof conductCall>(
          WORKFLOW_TYPES.conductCall,
          {
            ...optionsOf(run),
            workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
            workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
          },
        ),
      }),
    start: (run) => start(run, WorkflowIdConflictPolicy.USE_EXISTING),
    replace: (run) => start(run, WorkflowIdConflictPolicy.TERMINATE_EXISTING),
  };
}

function inputOf(run: InboundRun, timings: DialTimings): InboundCallInput {
  const { ended, ...ids } = run;
  return {
    direction: 'inbound',
    ...ids,
    ended: ended === null ? null : { attemptOutcome: ended },
    timings: { askCarrierAfterMs: askCarrierMs(timings, Math.random()) },
  };
}
