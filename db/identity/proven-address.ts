import type { PoolClient } from 'pg';

/** Accounts of one address that may wait, in all organizations together, for a mailed link to be used. */
export const UNPROVEN_ACCOUNTS = 3;

/**
 * Whether one more account may be made of an address that nobody proves with it. Those who ask for the same address
 * queue until the transaction ends, so that two at once do not both get the last place.
 */
export async function mayAddUnproven(tx: PoolClient, email: string): Promise<boolean> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('address|' || lower($1), 0))`, [email]);
  // A statement of its own: it must see what the last holder of the lock committed.
  const { rows } = await tx.query<{ is_free: boolean }>('SELECT unproven_accounts($1) < $2 AS is_free', [
    email,
    UNPROVEN_ACCOUNTS,
  ]);
  return rows[0]?.is_free === true;
}

/** Notes that a mailed link of an account was used; false when it was noted before or the account is closed. */
export async function proveAddress(tx: PoolClient, userId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE "user" SET email_proven_at = clock_timestamp()
      WHERE id = $1 AND email_proven_at IS NULL AND disabled_at IS NULL`,
    [userId],
  );
  return rowCount === 1;
}
