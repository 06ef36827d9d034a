import { escapeLiteral, type Pool, type PoolClient } from 'pg';

/** Id of no organization: a transaction that is in it sees and writes no row of any. */
export const NO_ORGANIZATION = '00000000-0000-0000-0000-000000000000';

/**
 * Runs `work` in one transaction that sees and writes the rows of `orgId` (uuid) only: READ COMMITTED, committed
 * when `work` resolves, rolled back when it throws. A transaction that an error swallowed by `work` has aborted is
 * an error here, never a silent rollback. EFFECT: whatever `work` did, all or nothing; a connection that broke
 * leaves the pool, and whether a COMMIT it was sending took place is then unknown.
 */
export async function withOrg<T>(
  pool: Pool,
  orgId: string,
  work: (tx: PoolClient) => Promise<T>,
): Promise<T> {
  const tx = await pool.connect();
  let broken: Error | undefined;
  try {
    // Goes out with the first statement of the work, in one round trip: this is on the path of every webhook. Should it
    // fail alone, what follows has no organization, and row-level security shows and takes nothing.
    const begun = tx.query(`BEGIN; SELECT set_config('app.org', ${escapeLiteral(orgId)}, true)`);
    begun.catch(() => {});
    const result = await work(tx);
    await begun;
    const { command } = await tx.query('COMMIT');
    if (command !== 'COMMIT') throw new Error('the transaction had been aborted by a failed statement');
    return result;
  } catch (error) {
    broken = await rollBack(tx);
    throw error;
  } finally {
    tx.release(broken);
  }
}

async function rollBack(tx: PoolClient): Promise<Error | undefined> {
  try {
    await tx.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('the connection is broken', { cause: error });
  }
}
