import type { Pool, PoolClient } from 'pg';
import { AppError } from '../../domain/errors.ts';
import { withOrg } from '../tenant.ts';
import { recordEvent } from '../webhooks/record-event.ts';
import { lockNumber, lockNumberOf } from './number-lock.ts';

/** A wish not to be called: `scope` is `all`, a purpose or a campaign id; `source` says how it reached us. */
export interface OptOut {
  scope: string;
  source: string;
  reason?: string | null;
}

const SUPPRESS = `
INSERT INTO suppression (org_id, phone_hash, scope, source, reason)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4)
ON CONFLICT (org_id, phone_hash, scope) DO NOTHING
RETURNING id`;

/**
 * Puts a number on the do-not-call list of the organization in context, under the number's lock: a dial that has not
 * committed yet sees it, one that has is over before this returns. IDEMPOTENT: false when it was there already.
 */
export async function suppressNumber(tx: PoolClient, phoneHash: Buffer, optOut: OptOut): Promise<boolean> {
  await lockNumber(tx, phoneHash);
  const { rows } = await tx.query<{ id: string }>({
    name: 'suppress',
    text: SUPPRESS,
    values: [phoneHash, optOut.scope, optOut.source, optOut.reason ?? null],
  });
  if (rows[0]) await recordEvent(tx, 'contact.opted_out', rows[0].id);
  return rows[0] !== undefined;
}

/** As `suppressNumber`, for the person whom an attempt rang. Throws `attempt.not_found`. */
export async function recordOptOut(
  pool: Pool,
  { orgId, attemptId }: { orgId: string; attemptId: string },
  optOut: OptOut,
): Promise<void> {
  await withOrg(pool, orgId, async (tx) => {
    if (!(await lockNumberOf(tx, attemptId))) throw new AppError({ code: 'attempt.not_found' });
    const { rows } = await tx.query<{ phone_hash: Buffer }>({
      name: 'phone_hash_of_attempt',
      text: 'SELECT phone_hash FROM call_attempt WHERE id = $1',
      values: [attemptId],
    });
    if (rows[0]) await suppressNumber(tx, rows[0].phone_hash, optOut);
  });
}
