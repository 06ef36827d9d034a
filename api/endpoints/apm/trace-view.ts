import type { z } from 'zod';
import type { traceDetailSchema, traceSchema } from '../../../contracts/apm.schema.ts';
import type { SpanRow, TraceRow } from '../../../db/traces/read-traces.ts';

/** A trace as the API shows it. */
export function toTrace(row: TraceRow): z.input<typeof traceSchema> {
  return {
    id: row.trace_id,
    name: row.name,
    process: row.process,
    startedAt: instantOf(row.started_at_us),
    durationMs: Math.max(0, row.duration_us / 1000),
    hasError: row.has_error,
    spanCount: row.span_count,
  };
}

/** A trace with its spans. */
export function toTraceDetail(found: {
  trace: TraceRow;
  spans: readonly SpanRow[];
}): z.input<typeof traceDetailSchema> {
  const { trace, spans } = found;
  return {
    ...toTrace(trace),
    spans: spans.map((span) => ({
      id: span.span_id,
      parentId: span.parent_id,
      name: span.name,
      kind: span.kind,
      process: span.process,
      startedAt: instantOf(span.started_at_us),
      // Clocks of two machines may differ a little.
      offsetMs: Math.max(0, (span.started_at_us - trace.started_at_us) / 1000),
      durationMs: span.duration_us / 1000,
      status: span.status,
      orgId: span.org_id,
      attributes: span.attributes,
    })),
  };
}

const instantOf = (us: number) => new Date(us / 1000).toISOString();
