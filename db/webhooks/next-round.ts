import type { Pool } from 'pg';
import { withOrg } from '../tenant.ts';
import type { EndpointRef } from './claim-deliveries.ts';

// With nothing left to try there is nobody to find out that it is back: it counts as up, and the next event tries it.
const WAIT = `
WITH next AS MATERIALIZED (
  SELECT min(d.next_try_at) AS at
    FROM webhook_endpoint e
    JOIN webhook_delivery d ON d.org_id = e.org_id AND d.endpoint_id = e.id
   WHERE e.id = $1 AND e.state = 'enabled' AND e.deleted_at IS NULL
     AND d.state = 'pending' AND (d.tries > 0 OR e.retry_at IS NOT NULL)),
freed AS (
  UPDATE webhook_endpoint e SET retry_at = NULL FROM next
   WHERE e.id = $1 AND next.at IS NULL AND e.retry_at IS NOT NULL)
SELECT extract(epoch FROM greatest(next.at, e.retry_at) - clock_timestamp())::float8 * 1000 AS wait_ms
  FROM next, webhook_endpoint e
 WHERE e.id = $1 AND next.at IS NOT NULL`;

/**
 * How long in ms until the run of an endpoint has a try to make, 0 at least; null when it has none left to make, or
 * the endpoint is disabled or gone.
 */
export async function nextRoundMs(pool: Pool, { orgId, endpointId }: EndpointRef): Promise<number | null> {
  const { rows } = await withOrg(pool, orgId, (tx) =>
    tx.query<{ wait_ms: number }>({ name: 'next_round', text: WAIT, values: [endpointId] }),
  );
  return rows[0] ? Math.max(0, rows[0].wait_ms) : null;
}
