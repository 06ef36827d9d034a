import type { Pool } from 'pg';
import { AppError } from '../../domain/errors.ts';
import { withOrg } from '../tenant.ts';

/** What the run of a call is started with, beside its ids and timings. */
export interface CallStart {
  campaignId: string | null;
  contactId: string;
  flowVersionId: string | null;
  maxCallSeconds: number;
  isClosed: boolean;
}

/** Reads how the run of an attempt is started, at any time of its life. Throws `attempt.not_found`. */
export async function readCallStart(
  pool: Pool,
  { orgId, attemptId }: { orgId: string; attemptId: string },
): Promise<CallStart> {
  return withOrg(pool, orgId, async (tx) => {
    const { rows } = await tx.query<CallStart>({
      name: 'call_start',
      text: `SELECT a.campaign_id AS "campaignId", a.contact_id AS "contactId", a.flow_version_id AS "flowVersionId",
                    o.max_call_seconds AS "maxCallSeconds", a.closed_at IS NOT NULL AS "isClosed"
               FROM call_attempt a JOIN organization o ON o.id = a.org_id
              WHERE a.id = $1`,
      values: [attemptId],
    });
    if (!rows[0]) throw new AppError({ code: 'attempt.not_found' });
    return rows[0];
  });
}
