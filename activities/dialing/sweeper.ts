import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { overdueAttempts, repairAttempt } from '../../db/dialing/sweep.ts';
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
export async function sweepOnce({ dialing, systemPool, onError }: SweeperDeps): Promise<number> {
  const overdue = await overdueAttempts(systemPool, BATCH);
  let repairs = 0;
  for (const attempt of overdue) {
    try {
      if (!(await repairAttempt(dialing.pool, attempt, dialing.timings))) continue;
      repairs += 1;
      dialing.metrics.repaired(attempt.rule);
    } catch (error) {
      // One row that cannot be mended must not keep the others waiting.
      onError(error);
    }
  }
  return repairs;
}
