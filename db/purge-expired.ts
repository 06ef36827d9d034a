import type { Pool } from 'pg';

/** Rows deleted of one table. */
export interface Purged {
  table: string;
  rows: number;
}

/** Most rows of each table that one transaction deletes. */
const BATCH = 5_000;

/**
 * Deletes what has outlived its use, in batches, until nothing is left: outbox rows a week after they were sent,
 * webhooks after 30 days, idempotency keys after 24 hours. Idempotent.
 */
export async function purgeExpired(systemPool: Pool): Promise<Purged[]> {
  const total = new Map<string, number>();
  for (;;) {
    const { rows } = await systemPool.query<{ table_name: string; purged: number }>(
      'SELECT table_name, purged FROM purge_expired($1)',
      [BATCH],
    );
    for (const row of rows) total.set(row.table_name, (total.get(row.table_name) ?? 0) + row.purged);
    if (rows.every(({ purged }) => purged < BATCH)) break;
  }
  return [...total].map(([table, rows]) => ({ table, rows }));
}
