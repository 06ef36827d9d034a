import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { StepInput } from '../../contracts/call-instructions.ts';
import { callWorkflowId, turnUpdateId } from '../../contracts/names.ts';
import {
  type NextInstructionResult,
  nextInstructionUpdate,
} from '../../workflows/conduct-call/conduct-call.messages.ts';
import type { ApiDeps } from '../deps.ts';
import { isUnreachable } from '../http/unreachable.ts';

/** One turn of a call: the same one, however often the carrier repeats its request. */
export interface CallTurn {
  readonly attemptId: string;
  readonly callSid: string;
  readonly turn: string;
  readonly input: StepInput;
}

/** What the call's workflow says: its answer, nothing in time, or that its run is over. */
export type CallAnswer =
  | { readonly kind: 'answered'; readonly result: NextInstructionResult }
  | { readonly kind: 'late' }
  | { readonly kind: 'closed' };

/** After this the caller is asked to hold on, so that nobody hears silence or an error. */
export const HEDGE_AFTER_MS = 800;

/** An Update that nobody waits for any more is given up after this. */
const ABANDON_AFTER_MS = 8_000;

/**
 * Asks the workflow of a call for its next instructions, by an Update whose id is that of the turn: repeating it, here
 * or in another process, gets the same answer. Never waits longer than the hedge; a request still under way goes on.
 */
export async function askCall(deps: ApiDeps, turn: CallTurn): Promise<CallAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CallAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'late' }), HEDGE_AFTER_MS);
  });
  try {
    return await Promise.race([deps.background.track(update(deps, turn)), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function update(deps: ApiDeps, { attemptId, callSid, turn, input }: CallTurn): Promise<CallAnswer> {
  try {
    const result = await deps.temporal.connection.withDeadline(Date.now() + ABANDON_AFTER_MS, () =>
      deps.temporal.workflow.getHandle(callWorkflowId(attemptId)).executeUpdate(nextInstructionUpdate, {
        args: [{ callSid, turn, input, nowMs: deps.clock.ruleMs() }],
        updateId: turnUpdateId(callSid, turn),
      }),
    );
    return { kind: 'answered', result };
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError || thrown instanceof WorkflowUpdateFailedError)
      return { kind: 'closed' };
    if (!isUnreachable(thrown)) deps.logger.error({ err: thrown, attemptId }, 'call did not answer');
    return { kind: 'late' };
  }
}
