import type { Pool } from 'pg';
import { readInboundRun } from '../../db/inbound/inbound-run.ts';
import type { InboundRuns } from './carry-out-inbound.ts';

/** An inbound call that is not closed. */
export interface OpenInboundCall {
  org_id: string;
  call_id: string;
  flow_version_id: string | null;
}

/** Pages of inbound calls that need a run; one that no flow answers has none. */
export async function* openInboundCalls(
  systemPool: Pool,
  pageSize: number,
): AsyncGenerator<OpenInboundCall[]> {
  let after: string | null = null;
  for (;;) {
    const page: { rows: OpenInboundCall[] } = await systemPool.query<OpenInboundCall>(
      'SELECT org_id, call_id, flow_version_id FROM open_inbound_calls($1, $2)',
      [after, pageSize],
    );
    yield page.rows.filter((row) => row.flow_version_id !== null);
    after = page.rows.at(-1)?.call_id ?? null;
    if (page.rows.length < pageSize) return;
  }
}

/** Makes sure of the run of one open inbound call. IDEMPOTENT. */
export async function ensureInboundRun(
  pool: Pool,
  runs: InboundRuns,
  { org_id: orgId, call_id: callId }: OpenInboundCall,
): Promise<void> {
  const run = await readInboundRun(pool, { orgId, callId });
  if (run) await runs.ensure(run);
}
