import { randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import type { DialingActivities } from '../../activities/dialing/dialing.activities.ts';
import type { InboundActivities } from '../../activities/inbound/inbound.activities.ts';
import type { IvrActivities } from '../../activities/ivr/ivr.activities.ts';
import type { StepInput } from '../../contracts/call-instructions.ts';
import { callWorkflowId, FIRST_TURN, TASK_QUEUES, turnUpdateId } from '../../contracts/names.ts';
import {
  type OutboundCallInput,
  type NextInstructionResult,
  nextInstructionUpdate,
} from '../../workflows/conduct-call/conduct-call.messages.ts';
import type { conductCall } from '../../workflows/conduct-call/conduct-call.workflow.ts';
import { menuFlow } from './menu-flow.ts';
import { recordActivities } from './record-activities.ts';
import { workflowBundle } from './workflow-bundle.ts';

/** The activities of a call, as the workflow sees them. */
export type CallActivities = Pick<
  DialingActivities & IvrActivities & InboundActivities,
  | 'placeCall'
  | 'resolveUnknown'
  | 'askCarrier'
  | 'closeAttempt'
  | 'recordOptOut'
  | 'loadFlow'
  | 'askInboundCall'
  | 'closeInboundCall'
>;

/** Fake activities that succeed, each recorded as data; `script` replaces single ones. */
export function fakeCallActivities(script: Partial<CallActivities> = {}) {
  const happy: CallActivities = {
    loadFlow: async () => ({ graph: menuFlow().graph, language: 'en', variables: {}, splitKey: 'contact' }),
    placeCall: async () => ({ result: 'placed' }),
    resolveUnknown: async () => ({ result: 'not_found' }),
    askCarrier: async () => ({ state: 'ended', outcome: 'answered' }),
    closeAttempt: async () => ({ outcome: 'answered', nextAtMs: null, contactState: 'done' }),
    recordOptOut: async () => {},
    askInboundCall: async () => ({ outcome: 'answered' }),
    closeInboundCall: async () => ({ outcome: 'answered' }),
  };
  return recordActivities({ ...happy, ...script });
}

/** A worker that hosts one task queue of calls, and the look-ups beside it. */
export async function callWorker(
  connection: NativeConnection,
  options: {
    activities: object;
    taskQueue?: string;
    namespace?: string;
    identity?: string;
    dataConverter?: DataConverter;
    bundle?: WorkflowBundleOption;
  },
): Promise<{ taskQueue: string; runUntil<T>(work: () => Promise<T>): Promise<T> }> {
  const { activities, taskQueue = `calls-${randomUUID()}`, namespace = 'default', identity } = options;
  const { dataConverter, bundle = await workflowBundle() } = options;
  const common = {
    connection,
    namespace,
    activities,
    ...(identity !== undefined && { identity }),
    ...(dataConverter && { dataConverter }),
  };
  const calls = await Worker.create({ ...common, taskQueue, workflowBundle: bundle });
  const dial = await Worker.create({ ...common, taskQueue: TASK_QUEUES.dial });
  return { taskQueue, runUntil: (work) => dial.runUntil(calls.runUntil(work)) };
}

/** One call under test: started, asked turn by turn, ended by the carrier. */
export class TestCall {
  readonly handle: WorkflowHandle<typeof conductCall>;
  readonly callSid = `CA${randomUUID().replaceAll('-', '')}`;

  private constructor(handle: WorkflowHandle<typeof conductCall>) {
    this.handle = handle;
  }

  static async start(
    client: Client,
    taskQueue: string,
    input: Partial<OutboundCallInput> = {},
  ): Promise<TestCall> {
    const attemptId = randomUUID();
    const timings = { unknownProbesMs: [30_000, 120_000, 600_000, 900_000], askCarrierAfterMs: 145_000 };
    const args: OutboundCallInput = {
      orgId: randomUUID(),
      attemptId,
      contactId: randomUUID(),
      flowVersionId: randomUUID(),
      maxCallSeconds: 3600,
      timings,
      ...input,
    };
    const handle = await client.workflow.start<typeof conductCall>('conductCall', {
      workflowId: callWorkflowId(attemptId),
      workflowTaskTimeout: '2s',
      taskQueue,
      args: [args],
    });
    return new TestCall(handle);
  }

  /** A webhook's turn; the same `turn` again is the same Update. */
  turn(turn: string, input: StepInput, callSid = this.callSid): Promise<NextInstructionResult> {
    return this.handle.executeUpdate(nextInstructionUpdate, {
      updateId: turnUpdateId(callSid, turn),
      args: [{ callSid, turn, input, nowMs: 1_700_000_000_000 }],
    });
  }

  answer(): Promise<NextInstructionResult> {
    return this.turn(FIRST_TURN, { type: 'start' });
  }
}
