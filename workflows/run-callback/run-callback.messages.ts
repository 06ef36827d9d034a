import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { CallbackFacts } from '../../activities/callback/callback.activities.ts';
import { MESSAGES } from '../../contracts/names.ts';

/** Input of `runCallback`: the row has the rest, and is read again at every turn. */
export interface RunCallbackInput {
  orgId: string;
  callbackId: string;
}

/** How a callback ended for its workflow; the row holds the same for ever. */
export type RunCallbackResult = CallbackFacts;

/** `dueAtMs` rule time, epoch ms; null is now. */
export interface RescheduleCallbackInput {
  dueAtMs: number | null;
}

/** What a callback does now. `waitUntilMs` wall time, epoch ms, null while it does not wait. */
export interface CallbackRunState {
  phase: 'starting' | 'waiting' | 'calling' | 'over';
  waitUntilMs: number | null;
}

/** Moves a callback that has not begun to ring. An Update and not a signal: who asks is told whether it was in time. */
export const rescheduleCallbackUpdate = defineUpdate<CallbackFacts, [RescheduleCallbackInput]>(
  MESSAGES.rescheduleCallback,
);

/** Cancels a callback that has not begun to ring. An Update and not a signal, for the same reason. */
export const cancelCallbackUpdate = defineUpdate<CallbackFacts>(MESSAGES.cancelCallback);

/** State of the run for one person looking at one callback. */
export const callbackStateQuery = defineQuery<CallbackRunState>(MESSAGES.callbackState);
