import { setTimeout as delay } from 'node:timers/promises';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import type { StepInput } from '../../contracts/call-instructions.ts';
import { turnUpdateId } from '../../contracts/names.ts';
import { openCalendars } from '../../domain/ivr/open-calendars.ts';
import {
  type NextInstructionInput,
  type NextInstructionResult,
  nextInstructionUpdate,
} from '../../workflows/conduct-call/conduct-call.messages.ts';
import type { ApiDeps } from '../deps.ts';
import { isUnreachable } from '../http/unreachable.ts';
import type { RunStart } from './inbound-desk.ts';
import { within } from '../../runtime/within.ts';

/** One turn of a call: the same one, however often the carrier repeats its request. */
export interface CallTurn {
  readonly callSid: string;
  readonly turn: string;
  readonly input: StepInput;
}

/** The run that a turn is asked of. */
export interface AskedRun {
  readonly orgId: string;
  readonly workflowId: string;
  /** The version that the call is pinned to. */
  readonly flowVersionId: string | null;
  /** For the first turn of an inbound call, which starts the run. */
  readonly start: RunStart | null;
}

/** What the call's workflow says: its answer, nothing in time, or that its run is over. */
export type CallAnswer =
  | { readonly kind: 'answered'; readonly result: NextInstructionResult }
  | { readonly kind: 'late' }
  | { readonly kind: 'closed' };

/** After this the caller is asked to hold on, so that nobody hears silence or an error. */
export const HEDGE_AFTER_MS = 800;

/** Between two tries to ask. */
const ASK_AGAIN_MS = 150;

/** An Update that nobody waits for any more is given up after this. */
const ABANDON_AFTER_MS = 8_000;

/**
 * Asks the workflow of a call for its next instructions, by an Update whose id is that of the turn: repeating it, here
 * or in another process, gets the same answer. Never waits longer than the hedge; a request still under way goes on.
 */
export function askCall(deps: ApiDeps, run: AskedRun, turn: CallTurn): Promise<CallAnswer> {
  const asked = deps.background.track(ask(deps, run, turn));
  return within(asked, HEDGE_AFTER_MS, () => ({ kind: 'late' }) as const);
}

/**
 * Asks again while the caller still waits: an engine that has just lost a worker refuses Updates of the runs that it is
 * giving to another, and a caller must not spend a pause on that.
 */
async function ask(deps: ApiDeps, run: AskedRun, turn: CallTurn): Promise<CallAnswer> {
  const lastAskMs = performance.now() + HEDGE_AFTER_MS - ASK_AGAIN_MS;
  for (;;) {
    const answer = await askOnce(deps, run, turn);
    if (answer.kind !== 'late' || performance.now() > lastAskMs) return answer;
    await delay(ASK_AGAIN_MS);
  }
}

async function askOnce(deps: ApiDeps, run: AskedRun, turn: CallTurn): Promise<CallAnswer> {
  try {
    const input = await withFacts(deps, run, turn);
    const result = await deps.temporal.connection.withDeadline(Date.now() + ABANDON_AFTER_MS, () =>
      update(deps, run, input),
    );
    return { kind: 'answered', result };
  } catch (thrown) {
    if (isOver(thrown)) return { kind: 'closed' };
    const { workflowId } = run;
    if (!isUnreachable(thrown)) deps.logger.error({ err: thrown, workflowId }, 'call did not answer');
    return { kind: 'late' };
  }
}

/** The turn with the facts of its moment: rule time, and the business hours of the flow that are open then. */
async function withFacts(
  deps: ApiDeps,
  { orgId, flowVersionId }: AskedRun,
  turn: CallTurn,
): Promise<NextInstructionInput> {
  const nowMs = deps.clock.ruleMs();
  if (flowVersionId === null) return { ...turn, nowMs };
  const { calendars } = await deps.webhooks.version({ orgId, flowVersionId });
  return { ...turn, nowMs, ...(calendars && { openCalendars: openCalendars(calendars, nowMs) }) };
}

function update(
  deps: ApiDeps,
  { workflowId, start }: AskedRun,
  input: NextInstructionInput,
): Promise<NextInstructionResult> {
  if (start) return deps.starter.inbound.answer(start, input);
  return deps.temporal.workflow.getHandle(workflowId).executeUpdate(nextInstructionUpdate, {
    args: [input],
    updateId: turnUpdateId(input.callSid, input.turn),
  });
}

function isOver(thrown: unknown): boolean {
  return (
    thrown instanceof WorkflowNotFoundError ||
    thrown instanceof WorkflowUpdateFailedError ||
    thrown instanceof WorkflowExecutionAlreadyStartedError
  );
}
