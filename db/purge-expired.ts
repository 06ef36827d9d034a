import type { Pool } from 'pg';

/** Rows deleted of one table. */
export interface Purged {
  table: string;
  rows: number;
}

/** Most rows of each table that one transaction deletes. */
const BATCH = 5_000;

/**
 * Deletes what has outlived its use, in batches, until nothing is left: sent outbox rows after 7 days, carrier webhooks
 * after 30, idempotency keys after 24 hours; of outgoing webhooks what ended 30 days ago; notifications after 90 days;
 * sessions and invitations 30 days past their expiry, refresh tokens and password resets 7; reports of processes after
 * 1 to 7 days and spans after one. The audit chain, calls and decisions never expire here. Idempotent.
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
