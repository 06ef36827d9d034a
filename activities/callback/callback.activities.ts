import type { Pool } from 'pg';
import { type CallbackRef, reserveCallback } from '../../db/callbacks/reserve-callback.ts';
import {
  cancelCallback,
  rescheduleCallback,
  type SteerRefusal,
  type SteerResult,
} from '../../db/callbacks/steer-callback.ts';
import { readCallStart } from '../../db/dialing/call-start.ts';
import { type CallbackState, nextCallbackStep } from '../../domain/call/callback-plan.ts';
import { callRunTimings, type DialTimings } from '../../domain/call/dial-timings.ts';
import { AppError } from '../../domain/errors.ts';

/** What the run of a callback shows of its row; `dueAtMs` rule time. */
export interface CallbackFacts {
  state: CallbackState;
  dueAtMs: number;
  outcome: string | null;
  reason: string | null;
}

/** The call that an attempt is conducted as, in the words of `conductCall`. */
export interface CallToConduct {
  orgId: string;
  attemptId: string;
  contactId: string;
  flowVersionId: string;
  maxCallSeconds: number;
  timings: { unknownProbesMs: number[]; askCarrierAfterMs: number };
}

/** What to do next; `waitMs` wall ms. */
export type CallbackRound = { facts: CallbackFacts } & (
  | { next: 'over' }
  | { next: 'wait'; waitMs: number }
  | { next: 'ring'; call: CallToConduct; lookAgainMs: number }
);

/** What steering made of it, or why it cannot be steered any more. */
export type SteeredCallback = { facts: CallbackFacts } | { refused: SteerRefusal };

/** What callbacks need; built in `runtime/`. */
export interface CallbackActivityDeps {
  pool: Pool;
  timings: DialTimings;
  /** Named moments at which a test build may kill the process. */
  killPoint: (name: string) => void;
}

/** Activities of `runCallback`. All are idempotent: each reads or writes rows guarded by their own state. */
export function createCallbackActivities(deps: CallbackActivityDeps) {
  const { pool, timings } = deps;
  return {
    /** Reserves the attempt of a callback that is due, and tells what comes next. Rings nobody. */
    async reserveCallback(callback: CallbackRef): Promise<CallbackRound> {
      const view = await reserveCallback(pool, callback, timings);
      deps.killPoint('K2');
      const step = nextCallbackStep(view, timings);
      const facts = factsOf(view);
      if (step.kind === 'over') return { next: 'over', facts };
      if (step.kind === 'wait') return { next: 'wait', waitMs: step.waitMs, facts };
      const call = await callToConduct(deps, { orgId: callback.orgId, attemptId: step.attemptId });
      return { next: 'ring', call, lookAgainMs: timings.busyBackoffMs, facts };
    },

    /** Moves a scheduled callback to a rule time, epoch ms; null is now. */
    rescheduleCallback: async ({
      dueAtMs,
      ...callback
    }: CallbackRef & { dueAtMs: number | null }): Promise<SteeredCallback> =>
      steered(await rescheduleCallback(pool, callback, dueAtMs)),

    /** Ends a scheduled callback: it can never ring. */
    cancelCallback: async (callback: CallbackRef): Promise<SteeredCallback> =>
      steered(await cancelCallback(pool, callback, timings)),
  };
}

function factsOf({ state, dueAtMs, outcome, reason }: CallbackFacts): CallbackFacts {
  return { state, dueAtMs, outcome, reason };
}

function steered(result: SteerResult): SteeredCallback {
  return 'refused' in result ? result : { facts: factsOf(result.callback) };
}

async function callToConduct(
  { pool, timings }: CallbackActivityDeps,
  attempt: { orgId: string; attemptId: string },
): Promise<CallToConduct> {
  const { contactId, flowVersionId, maxCallSeconds } = await readCallStart(pool, attempt);
  if (flowVersionId === null) throw new AppError({ code: 'flow.not_found' });
  return {
    ...attempt,
    contactId,
    flowVersionId,
    maxCallSeconds,
    timings: callRunTimings(timings, Math.random()),
  };
}

/** Type of the callback activities, for `proxyActivities`. */
export type CallbackActivities = ReturnType<typeof createCallbackActivities>;
