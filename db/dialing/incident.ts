import type { Pool, PoolClient } from 'pg';
import { raiseNotification } from '../notifications/raise-notification.ts';
import { withOrg } from '../tenant.ts';
import { recordEvent } from '../webhooks/record-event.ts';

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

/** Keeps what a person needs who settles a REVIEW: why it came to that, and the carrier's calls that might be it. */
export async function noteReview(tx: PoolClient, attemptId: string, evidence: object): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO incident (org_id, kind, attempt_id, detail)
     VALUES (current_setting('app.org')::uuid, 'NEEDS_REVIEW', $1, $2) RETURNING id`,
    [attemptId, JSON.stringify(evidence)],
  );
  if (!rows[0]) return;
  await tellOfIncident(tx, rows[0].id);
  await raiseNotification(tx, 'incident.review', rows[0].id);
}

/** Tells webhooks of an incident that nobody has settled, in the transaction that noted it. */
export async function tellOfIncident(tx: PoolClient, incidentId: string): Promise<void> {
  await recordEvent(tx, 'incident.opened', incidentId);
}

/** Notes that an attempt is in REVIEW no more. IDEMPOTENT. */
export async function closeReview(tx: PoolClient, attemptId: string, cause: string): Promise<void> {
  await tx.query(
    `UPDATE incident SET resolved_at = clock_timestamp(), detail = detail || jsonb_build_object('resolution', $2::text)
      WHERE attempt_id = $1 AND kind = 'NEEDS_REVIEW' AND resolved_at IS NULL`,
    [attemptId, cause],
  );
}
