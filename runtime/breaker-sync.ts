import type { Pool } from 'pg';
import { readOrders, reportBreakers } from '../db/breakers/breaker-board.ts';
import type { Breakers } from '../providers/breakers/breakers.ts';
import { everySoOften, type TelemetryLoop } from './telemetry-loop.ts';

/** An operator's word must be obeyed within a second, whatever else this process does. */
const ASK_MS = 250;
/** What has not changed is told again this often, so that it counts as seen. */
const TELL_MS = 5_000;

/**
 * Obeys what operators say about breakers and tells how those of this process stand: a change of state at once, the
 * rest every 5 s. With Postgres away the last word holds.
 */
export function syncBreakers(
  pool: Pool,
  { processId, breakers }: { processId: string; breakers: Breakers },
  onError: (error: unknown) => void,
): TelemetryLoop {
  let told = { states: '', atMs: 0 };
  return everySoOften(
    ASK_MS,
    async () => {
      breakers.obey(await readOrders(pool));
      const snapshots = breakers.snapshots();
      const states = snapshots.map(({ name, state }) => `${name} ${state}`).join('\n');
      if (states === told.states && performance.now() - told.atMs < TELL_MS) return;
      await reportBreakers(pool, processId, snapshots);
      told = { states, atMs: performance.now() };
    },
    onError,
  );
}
