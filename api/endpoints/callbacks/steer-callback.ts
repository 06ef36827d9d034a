import type { UpdateDefinition } from '@temporalio/common';
import type { CallbackFacts } from '../../../activities/callback/callback.activities.ts';
import { AppError } from '../../../domain/errors.ts';
import { isCallbackOver } from '../../../domain/call/callback-plan.ts';
import type { Principal } from '../../auth/principal.ts';
import type { ApiDeps, Tx } from '../../deps.ts';
import { type Asking, audited } from '../../http/audited.ts';
import { askWorkflow } from '../../temporal/ask-workflow.ts';
import { callbackById, type CallbackRow } from './callback-row.ts';

/** Longest wait for an Update to be in force. */
const STEER_DEADLINE_MS = 5_000;

/** One steering of one callback, of the organization that asks. */
export interface Steering<Args extends unknown[]> {
  context: Asking & {
    principal: Principal;
    deps: ApiDeps;
    inOrg: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  };
  callbackId: string;
  update: UpdateDefinition<CallbackFacts, Args>;
  args: Args;
  /** Makes a repeat of the same request the same Update. */
  updateId: string;
  /** What the audit log calls it. */
  action: 'callback.canceled' | 'callback.rescheduled';
}

/**
 * Steers a callback by one Update of its run, which is started where it is not open, so that the answer means "in
 * force" and is in the audit log; answers the row after it. Throws `callback.not_found`, `callback.already_calling`,
 * `callback.already_finished`, and `service.unavailable` where Temporal does not answer: repeating it is harmless.
 */
export async function steerCallback<Args extends unknown[]>(steering: Steering<Args>): Promise<CallbackRow> {
  const { context, callbackId, update, args, updateId, action } = steering;
  const { deps, inOrg, principal } = context;
  const { state } = await inOrg((tx) => callbackById(tx, callbackId));
  if (isCallbackOver(state)) throw new AppError({ code: 'callback.already_finished' });
  if (state === 'calling') throw new AppError({ code: 'callback.already_calling' });
  await askWorkflow(deps, STEER_DEADLINE_MS, 'callback.already_finished', () =>
    deps.temporal.workflow.executeUpdateWithStart(update, {
      startWorkflowOperation: deps.starter.callbacks.withUpdate({ orgId: principal.orgId, callbackId }),
      args,
      updateId,
    }),
  );
  return inOrg(async (tx) => {
    const after = await callbackById(tx, callbackId);
    const target = { kind: 'callback', id: callbackId };
    await audited(context, tx, { action, target, detail: { revision: after.revision } });
    return after;
  });
}
