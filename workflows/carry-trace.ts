import type { Headers, WorkflowInterceptors } from '@temporalio/workflow';
import type {
  ActivityInput,
  ContinueAsNewInput,
  LocalActivityInput,
  SignalInput,
  SignalWorkflowInput,
  StartChildWorkflowExecutionInput,
  UpdateInput,
  WorkflowExecuteInput,
  WorkflowInboundCallsInterceptor,
  WorkflowOutboundCallsInterceptor,
} from '@temporalio/workflow';
import { TRACE_HEADER } from '../contracts/names.ts';

/** The header of whoever caused what runs now; the sandbox has storage of this kind. */
interface Storage<T> {
  getStore(): T | undefined;
  run<R>(store: T | undefined, work: () => R): R;
  disable(): void;
}

type TraceHeader = Headers[string];

/**
 * Carries the trace of a start, a signal or an Update on to the activities that come of it. Headers only: it makes no
 * command and no microtask of its own, so a run goes the same way with it and without it, whenever it was begun.
 */
export function interceptors(): WorkflowInterceptors {
  const { AsyncLocalStorage } = globalThis as unknown as {
    AsyncLocalStorage: new () => Storage<TraceHeader>;
  };
  const cause = new AsyncLocalStorage();
  return {
    inbound: [inbound(cause)],
    outbound: [outbound(cause)],
    internals: [
      {
        dispose(input, next) {
          cause.disable();
          next(input);
        },
      },
    ],
  };
}

function inbound(cause: Storage<TraceHeader>): WorkflowInboundCallsInterceptor {
  const within = <R>(headers: Headers, work: () => R) => cause.run(headers[TRACE_HEADER], work);
  return {
    execute: (input: WorkflowExecuteInput, next) => within(input.headers, () => next(input)),
    handleSignal: (input: SignalInput, next) => within(input.headers, () => next(input)),
    handleUpdate: (input: UpdateInput, next) => within(input.headers, () => next(input)),
  };
}

function outbound(cause: Storage<TraceHeader>): WorkflowOutboundCallsInterceptor {
  const carried = <I extends { headers: Headers }>(input: I): I => {
    const header = cause.getStore();
    return header === undefined ? input : { ...input, headers: { ...input.headers, [TRACE_HEADER]: header } };
  };
  return {
    scheduleActivity: (input: ActivityInput, next) => next(carried(input)),
    scheduleLocalActivity: (input: LocalActivityInput, next) => next(carried(input)),
    startChildWorkflowExecution: (input: StartChildWorkflowExecutionInput, next) => next(carried(input)),
    signalWorkflow: (input: SignalWorkflowInput, next) => next(carried(input)),
    continueAsNew: (input: ContinueAsNewInput, next) => next(carried(input)),
  };
}
