import type { Pool } from 'pg';
import type { EndpointRef } from './claim-deliveries.ts';

interface Row {
  org_id: string;
  endpoint_id: string;
}

const toRef = (row: Row): EndpointRef => ({ orgId: row.org_id, endpointId: row.endpoint_id });

/** Endpoints of all organizations with a first try to be made now, the one that waits longest first. */
export async function dueEndpoints(systemPool: Pool, limit: number): Promise<EndpointRef[]> {
  const { rows } = await systemPool.query<Row>({
    name: 'due_webhook_endpoints',
    text: 'SELECT org_id, endpoint_id FROM due_webhook_endpoints($1)',
    values: [limit],
  });
  return rows.map(toRef);
}

/**
 * Endpoints of all organizations whose run should have made a try `lateMs` ago and has not, the longest first; with
 * null every endpoint that needs a run, whenever its next try is.
 */
export async function stalledEndpoints(
  systemPool: Pool,
  lateMs: number | null,
  limit: number,
): Promise<EndpointRef[]> {
  const { rows } = await systemPool.query<Row>({
    name: 'stalled_webhook_endpoints',
    text: `SELECT org_id, endpoint_id
             FROM stalled_webhook_endpoints(coalesce(clock_timestamp() - make_interval(secs => $1::float8), 'infinity'), $2)`,
    values: [lateMs === null ? null : lateMs / 1000, limit],
  });
  return rows.map(toRef);
}
