import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { overdueCallbacks, repairCallback } from '../../db/callbacks/sweep-callbacks.ts';
import { overdueAttempts, repairAttempt } from '../../db/dialing/sweep.ts';
import { overdueInboundCalls, repairInboundCall } from '../../db/inbound/sweep-inbound.ts';
import type { DialingDeps } from './dialing-deps.ts';

/** What the sweeper needs: Postgres only, never Temporal. */
export interface SweeperDeps {
  dialing: Pick<DialingDeps, 'pool' | 'timings' | 'metrics'>;
  /** Connections of app_system. */
  systemPool: Pool;
  /** Told of an error that the sweeper goes on after. */
  onError: (error: unknown) => void;
}

const BATCH = 500;

/** Sweeps every `sweepEveryMs` until `stop` is aborted. Several may run at once; outages are waited out. */
export async function runSweeper(deps: SweeperDeps, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      await sweepOnce(deps);
    } catch (error) {
      deps.onError(error);
    }
    await sleep(deps.dialing.timings.sweepEveryMs, undefined, { signal: stop }).catch(() => {});
  }
}

/** Mends every row past its deadline; returns how many there were. In fault-free load that is 0. IDEMPOTENT. */
export async function sweepOnce(deps: SweeperDeps): Promise<number> {
  const { pool, timings } = deps.dialing;
  const attempts = await overdueAttempts(deps.systemPool, BATCH);
  const inbound = await overdueInboundCalls(deps.systemPool, BATCH);
  const callbacks = await overdueCallbacks(deps.systemPool, BATCH);
  const mended = await mendAll(deps, attempts, async (attempt) =>
    (await repairAttempt(pool, attempt, timings)) ? attempt.rule : null,
  );
  const calls = await mendAll(deps, inbound, (call) => repairInboundCall(pool, call, timings));
  return mended + calls + (await mendAll(deps, callbacks, (callback) => repairCallback(pool, callback)));
}

/** Mends row by row; `mend` answers the rule that fired, null when there was nothing to mend. */
async function mendAll<T>(
  { dialing, onError }: SweeperDeps,
  overdue: readonly T[],
  mend: (row: T) => Promise<string | null>,
): Promise<number> {
  let repairs = 0;
  for (const row of overdue) {
    try {
      const rule = await mend(row);
      if (rule === null) continue;
      repairs += 1;
      dialing.metrics.repaired(rule);
    } catch (error) {
      // One row that cannot be mended must not keep the others waiting.
      onError(error);
    }
  }
  return repairs;
}
