import { Counter } from 'prom-client';
import { createPool } from '../db/pool.ts';
import { saveSpans, type StoredSpan } from '../db/traces/span-store.ts';
import { syncBreakers } from './breaker-sync.ts';
import type { Config } from './config.ts';
import type { Foundation } from './foundation.ts';
import { describeProcess, joinRegistry } from './service-registry.ts';
import { serveMetrics } from './telemetry-metrics.ts';

/** What a process tells of itself while it runs, and what it is told. */
export interface Telemetry {
  /** Says that the process ended. */
  close(): Promise<void>;
}

/** The part of a foundation that telemetry stands on. */
export type TelemetryParts = Pick<Foundation, 'processId' | 'breakers' | 'logger' | 'metrics'> & {
  config: Pick<
    Config,
    'DATABASE_URL' | 'TRACES_SAMPLE_RATIO' | 'OTEL_EXPORTER_OTLP_ENDPOINT' | 'METRICS_PORT' | 'API_HOST'
  >;
};

/** Longest wait for one statement: what cannot be told now is told later, or never. */
const QUERY_LIMIT_MS = 3_000;

/**
 * Starts what a process tells of itself and what it obeys: its place in the registry, its breakers, a share of its traces,
 * and its metrics where a port is given for them.
 */
export async function startTelemetry(
  { config, processId, breakers, logger, metrics }: TelemetryParts,
  { name, queues = [] }: { name: string; queues?: readonly string[] },
): Promise<Telemetry> {
  // A connection of its own: telling must not wait for work, nor work for telling.
  const pool = createPool(config.DATABASE_URL, {
    max: 1,
    name: `${name}-telemetry`,
    queryTimeoutMs: QUERY_LIMIT_MS,
  });
  const onError = (error: unknown) => logger.warn({ err: error }, 'telemetry goes on after an error');
  const instance = describeProcess({ id: processId, name, queues });
  const spans = new Counter({
    name: 'evercall_trace_spans_total',
    help: 'Recorded spans: ended, and of those stored; the rest waits, or was dropped',
    labelNames: ['state'],
    registers: [metrics],
  });
  const save = async (batch: StoredSpan[]) => {
    await saveSpans(pool, batch);
    spans.inc({ state: 'stored' }, batch.length);
  };
  const { TRACES_SAMPLE_RATIO: sampleRatio, METRICS_PORT: port, API_HOST: host } = config;
  const tracing = sampleRatio > 0 ? await import('./tracing.ts') : null;
  const traces = await tracing?.startTracing({
    process: name,
    version: instance.version,
    sampleRatio,
    save,
    hasOtlp: config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
    onEnded: () => spans.inc({ state: 'ended' }),
    onError,
  });
  const scraped = port === undefined ? null : await serveMetrics(metrics, { host, port }).catch(onError);
  const sync = syncBreakers(pool, { processId, breakers }, onError);
  const registry = joinRegistry(pool, instance, onError);
  return {
    async close() {
      scraped?.close();
      await traces?.close();
      await sync.stop();
      await registry.leave();
      await pool.end();
    },
  };
}
