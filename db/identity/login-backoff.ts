import type { Pool } from 'pg';

/** How many tries of one kind are free, in which window, and how long the waits are that come then. */
export interface BackoffRule {
  readonly tries: number;
  readonly windowSeconds: number;
  /** The first wait; each further try doubles it, up to `maxWaitSeconds`. */
  readonly waitSeconds: number;
  readonly maxWaitSeconds: number;
}

/**
 * Counts a try under a key; null when it may go on, else the milliseconds to wait. The row is the only memory, so
 * that processes count together and the loss of Redis or of a process opens nothing. Tries sent all at once queue for
 * the row: each is counted before it may look at a password.
 */
export async function countTry(pool: Pool, key: string, rule: BackoffRule): Promise<number | null> {
  const { rowCount } = await pool.query(
    `INSERT INTO login_backoff AS b (key, failures, blocked_until, updated_at)
     VALUES ($1, 1, CASE WHEN $2 <= 1 THEN clock_timestamp() + make_interval(secs => $4) END, clock_timestamp())
     ON CONFLICT (key) DO UPDATE
        SET failures = CASE WHEN b.updated_at < clock_timestamp() - make_interval(secs => $3)
                            THEN 1 ELSE b.failures + 1 END,
            blocked_until = CASE WHEN b.updated_at >= clock_timestamp() - make_interval(secs => $3)
                                  AND b.failures + 1 >= $2
                                 THEN clock_timestamp() + make_interval(
                                        secs => least($5, $4 * 2 ^ least(b.failures + 1 - $2, 20))) END,
            updated_at = clock_timestamp()
      WHERE b.blocked_until IS NULL OR b.blocked_until <= clock_timestamp()`,
    [key, rule.tries, rule.windowSeconds, rule.waitSeconds, rule.maxWaitSeconds],
  );
  if (rowCount === 1) return null;
  const { rows } = await pool.query<{ wait_ms: number }>(
    `SELECT ceil(extract(epoch FROM blocked_until - clock_timestamp()) * 1000)::float8 AS wait_ms
       FROM login_backoff WHERE key = $1`,
    [key],
  );
  return Math.max(1, rows[0]?.wait_ms ?? 1);
}

/** Takes a try back that was right, and the wait that it began. */
export async function takeBackTry(pool: Pool, key: string): Promise<void> {
  await pool.query(
    'UPDATE login_backoff SET failures = greatest(failures - 1, 0), blocked_until = NULL WHERE key = $1',
    [key],
  );
}

/** Forgets every try under a key. */
export async function forgetTries(pool: Pool, key: string): Promise<void> {
  await pool.query('DELETE FROM login_backoff WHERE key = $1', [key]);
}
