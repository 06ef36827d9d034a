import { escapeLiteral, type Pool, type PoolClient } from 'pg';

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
    // One message instead of two: this is on the path of every webhook.
    await tx.query(`BEGIN; SELECT set_config('app.org', ${escapeLiteral(orgId)}, true)`);
    const result = await work(tx);
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
