import type { UpdateDefinition } from '@temporalio/common';
import type { CallbackFacts } from '../../../activities/callback/callback.activities.ts';
import { AppError } from '../../../domain/errors.ts';
import { isCallbackOver } from '../../../domain/call/callback-plan.ts';
import type { ApiDeps, Tx } from '../../deps.ts';
import { askWorkflow } from '../../temporal/ask-workflow.ts';
import { callbackById, type CallbackRow } from './callback-row.ts';

/** Longest wait for an Update to be in force. */
const STEER_DEADLINE_MS = 5_000;

/** One steering of one callback, of the organization that asks. */
export interface Steering<Args extends unknown[]> {
  deps: ApiDeps;
  orgId: string;
  callbackId: string;
  inOrg: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  update: UpdateDefinition<CallbackFacts, Args>;
  args: Args;
  /** Makes a repeat of the same request the same Update. */
  updateId: string;
}

/**
 * Steers a callback by one Update of its run, which is started where it is not open, so that the answer means "in
 * force"; answers the row after it. Throws `callback.not_found`, `callback.already_calling`,
 * `callback.already_finished`, and `service.unavailable` where Temporal does not answer: repeating it is harmless.
 */
export async function steerCallback<Args extends unknown[]>(steering: Steering<Args>): Promise<CallbackRow> {
  const { deps, orgId, callbackId, inOrg, update, args, updateId } = steering;
  const { state } = await inOrg((tx) => callbackById(tx, callbackId));
  if (isCallbackOver(state)) throw new AppError({ code: 'callback.already_finished' });
  if (state === 'calling') throw new AppError({ code: 'callback.already_calling' });
  await askWorkflow(deps, STEER_DEADLINE_MS, 'callback.already_finished', () =>
    deps.temporal.workflow.executeUpdateWithStart(update, {
      startWorkflowOperation: deps.starter.callbacks.withUpdate({ orgId, callbackId }),
      args,
      updateId,
    }),
  );
  return inOrg((tx) => callbackById(tx, callbackId));
}
