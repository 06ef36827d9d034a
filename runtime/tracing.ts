import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { StoredSpan } from '../db/traces/span-store.ts';
import { cleanExporter, storeExporter } from './tracing-export.ts';

/** How much a process traces, and where its spans go. */
export interface TracingOptions {
  process: string;
  version: string;
  /** Share of traces that are recorded, above 0 and at most 1. */
  sampleRatio: number;
  save: (spans: StoredSpan[]) => Promise<void>;
  /** Also exports over OTLP, to where the standard `OTEL_EXPORTER_OTLP_*` variables say. */
  hasOtlp: boolean;
  /** Told of every recorded span as it ends. */
  onEnded: () => void;
  onError: (error: unknown) => void;
}

/**
 * Spans wait in memory for the next export, as many as this at most; what comes while it is full is dropped. Small
 * batches: each is one statement, and one short piece of work for the process.
 */
const QUEUE = {
  maxQueueSize: 2_048,
  maxExportBatchSize: 128,
  scheduledDelayMillis: 1_000,
  exportTimeoutMillis: 4_000,
};

/** Starts tracing in this process. Nothing ever waits for an export. */
export async function startTracing(options: TracingOptions): Promise<{ close(): Promise<void> }> {
  const { process, version, sampleRatio, save, hasOtlp, onEnded, onError } = options;
  const queued = (exporter: SpanExporter) =>
    new BatchSpanProcessor({ exporter: cleanExporter(exporter), ...QUEUE });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `evercall-${process}`, 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampleRatio) }),
    spanLimits: { attributeCountLimit: 32, attributeValueLengthLimit: 200, eventCountLimit: 1 },
    spanProcessors: [
      counting(onEnded),
      queued(storeExporter(process, save, onError)),
      ...(hasOtlp ? [queued(await otlpExporter())] : []),
    ],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return {
    async close() {
      await provider.shutdown().catch(onError);
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

/** Loaded where it is asked for: most installations need it not. */
async function otlpExporter(): Promise<SpanExporter> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter();
}

function counting(onEnded: () => void): SpanProcessor {
  return {
    onStart: () => {},
    onEnd: onEnded,
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
