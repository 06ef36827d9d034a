import type { PoolClient } from 'pg';

/** Waits until another transaction waits for a lock of this one; throws after ten seconds. */
export async function isQueued(tx: PoolClient): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    const { rowCount } = await tx.query(
      'SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))',
    );
    if (rowCount) return;
  }
  throw new Error('Nobody queues.');
}
