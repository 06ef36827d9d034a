import type { Pool } from 'pg';
import { withOrg } from '../tenant.ts';

/** Notes how the incident about a call of an attempt was settled. IDEMPOTENT. */
export async function resolveIncident(
  pool: Pool,
  { orgId, attemptId }: { orgId: string; attemptId: string },
  callId: string,
  resolution: string,
): Promise<void> {
  await withOrg(pool, orgId, (tx) =>
    tx.query(
      `UPDATE incident SET resolved_at = clock_timestamp(), detail = detail || jsonb_build_object('resolution', $3::text)
        WHERE attempt_id = $1 AND detail ->> 'callId' = $2 AND resolved_at IS NULL`,
      [attemptId, callId, resolution],
    ),
  );
}
