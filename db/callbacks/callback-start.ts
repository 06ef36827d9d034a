import type { Pool } from 'pg';
import { isCallbackOver } from '../../domain/call/callback-plan.ts';
import { withOrg } from '../tenant.ts';
import { type CallbackRef, readCallback } from './reserve-callback.ts';

/** What the run of a callback is started with, beside its id: wall ms until it may ring. */
export interface CallbackStart {
  isOver: boolean;
  delayMs: number;
}

/** Reads how the run of a callback is started, at any time of its life. Throws `callback.not_found`. */
export function readCallbackStart(pool: Pool, { orgId, callbackId }: CallbackRef): Promise<CallbackStart> {
  return withOrg(pool, orgId, async (tx) => {
    const { state, dueInMs } = await readCallback(tx, callbackId);
    return { isOver: isCallbackOver(state), delayMs: state === 'scheduled' ? dueInMs : 0 };
  });
}
