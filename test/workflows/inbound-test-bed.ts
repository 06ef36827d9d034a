import { randomUUID } from 'node:crypto';
import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type WorkflowHandle,
} from '@temporalio/client';
import type { StepInput } from '../../contracts/call-instructions.ts';
import { FIRST_TURN, inboundCallWorkflowId, turnUpdateId } from '../../contracts/names.ts';
import {
  type InboundCallInput,
  type NextInstructionInput,
  type NextInstructionResult,
  nextInstructionUpdate,
} from '../../workflows/conduct-call/conduct-call.messages.ts';
import type { conductCall } from '../../workflows/conduct-call/conduct-call.workflow.ts';

/** One call to a number of ours under test, asked turn by turn as the webhooks ask. */
export class TestInboundCall {
  readonly callSid = `CA${randomUUID().replaceAll('-', '')}`;
  readonly handle: WorkflowHandle<typeof conductCall>;
  private readonly client: Client;
  private readonly start: {
    workflowId: string;
    workflowTaskTimeout: '2s';
    taskQueue: string;
    args: [InboundCallInput];
  };

  constructor(client: Client, taskQueue: string, input: Partial<InboundCallInput> = {}) {
    const { callSid } = this;
    const workflowId = inboundCallWorkflowId(callSid);
    const args: InboundCallInput = {
      direction: 'inbound',
      orgId: randomUUID(),
      callId: randomUUID(),
      callSid,
      contactId: null,
      flowVersionId: randomUUID(),
      language: 'en',
      ended: null,
      timings: { askCarrierAfterMs: 145_000 },
      ...input,
    };
    this.client = client;
    this.start = { workflowId, workflowTaskTimeout: '2s', taskQueue, args: [args] };
    this.handle = client.workflow.getHandle(workflowId);
  }

  /** The first turn as its webhook asks it: it starts the run. Real server only. */
  answer(): Promise<NextInstructionResult> {
    return this.client.workflow.executeUpdateWithStart(nextInstructionUpdate, {
      updateId: turnUpdateId(this.callSid, FIRST_TURN),
      args: [this.inputOf(FIRST_TURN, { type: 'start' })],
      startWorkflowOperation: new WithStartWorkflowOperation<typeof conductCall>('conductCall', {
        ...this.start,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      }),
    });
  }

  /** A run without a turn, as the relay and rebuild start it. */
  async ensure(): Promise<void> {
    await this.client.workflow.start<typeof conductCall>('conductCall', this.start);
  }

  /** A later webhook's turn; the same `turn` again is the same Update. */
  turn(
    turn: string,
    input: StepInput,
    more: Partial<NextInstructionInput> = {},
  ): Promise<NextInstructionResult> {
    const { callSid = this.callSid } = more;
    return this.handle.executeUpdate(nextInstructionUpdate, {
      updateId: turnUpdateId(callSid, turn),
      args: [{ ...this.inputOf(turn, input), ...more }],
    });
  }

  private inputOf(turn: string, input: StepInput): NextInstructionInput {
    return { callSid: this.callSid, turn, input, nowMs: 1_700_000_000_000 };
  }
}
