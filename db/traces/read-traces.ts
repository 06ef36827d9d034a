import type { Pool } from 'pg';

/** A trace by its root; times in microseconds since the epoch. */
export interface TraceRow {
  trace_id: string;
  name: string;
  process: string;
  started_at_us: number;
  duration_us: number;
  has_error: boolean;
  span_count: number;
}

/** One span of a trace. */
export interface SpanRow {
  span_id: string;
  parent_id: string | null;
  name: string;
  kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  process: string;
  started_at_us: number;
  duration_us: number;
  status: 'unset' | 'ok' | 'error';
  attributes: Record<string, string | number | null>;
  org_id: string | null;
}

/** Which traces; null asks for all. `before` is where the page before ended. */
export interface TraceFilter {
  before: { startedAtUs: number; traceId: string } | null;
  minDurationMs: number | null;
  error: boolean | null;
  name: string | null;
  call: string | null;
  limit: number;
}

const MICROS = (moment: string) => `(extract(epoch FROM ${moment}) * 1000000)::bigint`;

/** The columns of `TraceRow`; what it is about is the trace of `root`. */
const TRACE = `
  SELECT root.trace_id, root.name, root.process, ${MICROS('root.started_at')} AS started_at_us,
         whole.duration_us, whole.has_error, whole.span_count
    FROM trace_span root
   CROSS JOIN LATERAL (
         SELECT max(${MICROS('s.started_at')} + s.duration_us) - ${MICROS('root.started_at')} AS duration_us,
                bool_or(s.status = 'error') AS has_error, count(*) AS span_count
           FROM trace_span s WHERE s.trace_id = root.trace_id) whole
   WHERE root.parent_id IS NULL`;

/** Most spans of one trace that are shown. */
const MOST_SPANS = 1_000;

/** Traces, last begun first. For operators alone. */
export async function listTraces(pool: Pool, filter: TraceFilter): Promise<TraceRow[]> {
  const { before, minDurationMs, error, name, call, limit } = filter;
  const { rows } = await pool.query<TraceRow>(
    `${TRACE}
       AND ($1::bigint IS NULL OR (root.started_at, root.trace_id)
                                < (timestamptz 'epoch' + $1 * interval '1 microsecond', $2))
       AND ($3::bigint IS NULL OR whole.duration_us >= $3 * 1000)
       AND ($4::boolean IS NULL OR whole.has_error = $4)
       AND ($5::text IS NULL OR EXISTS (
             SELECT FROM trace_span s WHERE s.trace_id = root.trace_id AND s.name = $5))
       AND ($6::text IS NULL OR EXISTS (
             SELECT FROM trace_span s WHERE s.trace_id = root.trace_id
                AND (s.attributes->>'evercall.call_id' = $6 OR s.attributes->>'temporalWorkflowId' = 'call:' || $6)))
     ORDER BY root.started_at DESC, root.trace_id DESC LIMIT $7`,
    [before?.startedAtUs ?? null, before?.traceId ?? null, minDurationMs, error, name, call, limit],
  );
  return rows;
}

/** One trace with its spans by their start; null when nothing of it is kept. */
export async function readTrace(
  pool: Pool,
  traceId: string,
): Promise<{ trace: TraceRow; spans: SpanRow[] } | null> {
  const traces = await pool.query<TraceRow>(`${TRACE} AND root.trace_id = $1`, [traceId]);
  const [trace] = traces.rows;
  if (!trace) return null;
  const { rows: spans } = await pool.query<SpanRow>(
    `SELECT span_id, parent_id, name, kind, process, ${MICROS('started_at')} AS started_at_us, duration_us, status,
            attributes, org_id
       FROM trace_span WHERE trace_id = $1 ORDER BY started_at, span_id LIMIT ${MOST_SPANS}`,
    [traceId],
  );
  return { trace, spans };
}

/** Figures of one thing over a time. */
export interface FigureRow {
  group: 'route' | 'queue' | 'workflow_type' | 'activity' | 'request';
  name: string;
  sampled: number;
  errors: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** Count, errors and latency (ms) of everything that was recorded in the last minutes, the busiest first. */
export async function readFigures(
  pool: Pool,
  query: { minutes: number; group: FigureRow['group'] | null },
): Promise<FigureRow[]> {
  const { rows } = await pool.query<FigureRow>(
    `SELECT f."group", f.name, count(*) AS sampled, count(*) FILTER (WHERE s.status = 'error') AS errors,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY s.duration_us) / 1000 AS p50,
            percentile_cont(0.95) WITHIN GROUP (ORDER BY s.duration_us) / 1000 AS p95,
            percentile_cont(0.99) WITHIN GROUP (ORDER BY s.duration_us) / 1000 AS p99,
            max(s.duration_us) / 1000.0::float8 AS max
       FROM trace_span s
      CROSS JOIN LATERAL (VALUES
            ('route', CASE WHEN s.kind = 'server' THEN s.name END),
            ('queue', s.attributes->>'temporal.task_queue'),
            ('workflow_type', s.attributes->>'temporal.workflow_type'),
            ('activity', s.attributes->>'temporal.activity_type'),
            ('request', CASE WHEN s.kind = 'client' THEN s.name END)) f("group", name)
      WHERE s.started_at >= clock_timestamp() - $1 * interval '1 minute'
        AND f.name IS NOT NULL AND ($2::text IS NULL OR f."group" = $2)
      GROUP BY f."group", f.name ORDER BY f."group", count(*) DESC, f.name LIMIT 500`,
    [query.minutes, query.group],
  );
  return rows;
}
