import type { PoolClient } from 'pg';

/**
 * Locks one number of the organization in context until the end of the transaction. Everything that decides whether a
 * number may ring takes it first: every dial and every opt-out, in all campaigns.
 */
export async function lockNumber(tx: PoolClient, phoneHash: Buffer): Promise<void> {
  await tx.query({
    name: 'lock_number',
    text: `SELECT pg_advisory_xact_lock(hashtextextended(current_setting('app.org') || encode($1, 'hex'), 0))`,
    values: [phoneHash],
  });
}

/** As `lockNumber`, for the number that an attempt is to ring; false when there is no such attempt. */
export async function lockNumberOf(tx: PoolClient, attemptId: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'lock_number_of',
    text: `SELECT pg_advisory_xact_lock(hashtextextended(current_setting('app.org') || encode(phone_hash, 'hex'), 0))
             FROM call_attempt WHERE id = $1`,
    values: [attemptId],
  });
  return rowCount === 1;
}
