import { createPool } from '../db/pool.ts';
import type { Foundation } from './foundation.ts';
import { describeProcess, joinRegistry } from './service-registry.ts';

/** What a process tells of itself while it runs. */
export interface Telemetry {
  /** Says that the process ended. */
  close(): Promise<void>;
}

/** Longest wait for one statement: what cannot be told now is told later. */
const QUERY_LIMIT_MS = 3_000;

/** Starts what a process tells of itself: its place in the registry. */
export function startTelemetry(
  { config, processId, logger }: Pick<Foundation, 'config' | 'processId' | 'logger'>,
  { name, queues = [] }: { name: string; queues?: readonly string[] },
): Telemetry {
  // A connection of its own: telling must not wait for work, nor work for telling.
  const pool = createPool(config.DATABASE_URL, {
    max: 1,
    name: `${name}-telemetry`,
    queryTimeoutMs: QUERY_LIMIT_MS,
  });
  const onError = (error: unknown) => logger.warn({ err: error }, 'telemetry goes on after an error');
  const registry = joinRegistry(pool, describeProcess({ id: processId, name, queues }), onError);
  return {
    async close() {
      await registry.leave();
      await pool.end();
    },
  };
}
