import { createPool } from '../db/pool.ts';
import { syncBreakers } from './breaker-sync.ts';
import type { Config } from './config.ts';
import type { Foundation } from './foundation.ts';
import { describeProcess, joinRegistry } from './service-registry.ts';

/** What a process tells of itself while it runs, and what it is told. */
export interface Telemetry {
  /** Says that the process ended. */
  close(): Promise<void>;
}

/** The part of a foundation that telemetry stands on. */
export type TelemetryParts = Pick<Foundation, 'processId' | 'breakers' | 'logger'> & {
  config: Pick<Config, 'DATABASE_URL'>;
};

/** Longest wait for one statement: what cannot be told now is told later. */
const QUERY_LIMIT_MS = 3_000;

/** Starts what a process tells of itself, and what it obeys: its place in the registry, and its breakers. */
export function startTelemetry(
  { config, processId, breakers, logger }: TelemetryParts,
  { name, queues = [] }: { name: string; queues?: readonly string[] },
): Telemetry {
  // A connection of its own: telling must not wait for work, nor work for telling.
  const pool = createPool(config.DATABASE_URL, {
    max: 1,
    name: `${name}-telemetry`,
    queryTimeoutMs: QUERY_LIMIT_MS,
  });
  const onError = (error: unknown) => logger.warn({ err: error }, 'telemetry goes on after an error');
  const sync = syncBreakers(pool, { processId, breakers }, onError);
  const registry = joinRegistry(pool, describeProcess({ id: processId, name, queues }), onError);
  return {
    async close() {
      await sync.stop();
      await registry.leave();
      await pool.end();
    },
  };
}
