import type { Pool } from 'pg';
import { type ServiceStatus, STATUS_SQL } from './service-instances.ts';

/** How many processes run and how many are stale; those that ended do not count. */
export async function countInstances(pool: Pool): Promise<{ running: number; stale: number }> {
  const { rows } = await pool.query<{ status: ServiceStatus; n: number }>(
    `SELECT ${STATUS_SQL} AS status, count(*) AS n FROM service_instance s
      WHERE s.stopped_at IS NULL AND s.heartbeat_at > clock_timestamp() - interval '1 hour' GROUP BY 1`,
  );
  const of = (status: ServiceStatus) => rows.find((row) => row.status === status)?.n ?? 0;
  return { running: of('running'), stale: of('stale') };
}
