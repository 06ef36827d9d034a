import type { Pool } from 'pg';

/** One span as it is kept; times in microseconds since the epoch, wall time. */
export interface StoredSpan {
  traceId: string;
  spanId: string;
  parentId: string | null;
  name: string;
  kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  process: string;
  startedAtUs: number;
  durationUs: number;
  status: 'unset' | 'ok' | 'error';
  attributes: Readonly<Record<string, unknown>>;
  orgId: string | null;
}

/** Keeps spans. IDEMPOTENT: one that is there already stays as it is. */
export async function saveSpans(pool: Pool, spans: readonly StoredSpan[]): Promise<void> {
  await pool.query({
    name: 'save_spans',
    text: `INSERT INTO trace_span (trace_id, span_id, parent_id, name, kind, process, started_at, duration_us,
                                   status, attributes, org_id)
           SELECT "traceId", "spanId", "parentId", name, kind, process,
                  timestamptz 'epoch' + "startedAtUs" * interval '1 microsecond', greatest("durationUs", 0),
                  status, attributes, "orgId"
             FROM jsonb_to_recordset($1::jsonb)
               AS t("traceId" text, "spanId" text, "parentId" text, name text, kind text, process text,
                    "startedAtUs" double precision, "durationUs" bigint, status text, attributes jsonb, "orgId" uuid)
           ON CONFLICT DO NOTHING`,
    values: [JSON.stringify(spans)],
  });
}

/** Deletes the oldest spans beyond `mostRows`; how many there were. */
export async function trimSpans(systemPool: Pool, mostRows: number): Promise<number> {
  const { rows } = await systemPool.query<{ gone: number }>('SELECT trim_trace_spans($1) AS gone', [
    mostRows,
  ]);
  return rows[0]?.gone ?? 0;
}
