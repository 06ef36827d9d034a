import type { Pool } from 'pg';
import { readCallbackStart } from '../../db/callbacks/callback-start.ts';
import type { CallbackRef } from '../../db/callbacks/reserve-callback.ts';

/** Makes sure of the run of a callback that is not over. IDEMPOTENT. Throws `callback.not_found`. */
export async function ensureCallbackRun(
  pool: Pool,
  runs: { ensureCallback(start: CallbackRef & { delayMs: number }): Promise<void> },
  callback: CallbackRef,
): Promise<void> {
  const { isOver, delayMs } = await readCallbackStart(pool, callback);
  if (!isOver) await runs.ensureCallback({ ...callback, delayMs });
}
