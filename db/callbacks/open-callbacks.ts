import type { Pool } from 'pg';
import type { CallbackRef } from './reserve-callback.ts';

/** Pages of callbacks that need a run, of all organizations. */
export async function* openCallbacks(systemPool: Pool, pageSize: number): AsyncGenerator<CallbackRef[]> {
  let after: string | null = null;
  for (;;) {
    const page: { rows: { org_id: string; callback_id: string }[] } = await systemPool.query(
      'SELECT org_id, callback_id FROM open_callbacks($1, $2)',
      [after, pageSize],
    );
    yield page.rows.map((row) => ({ orgId: row.org_id, callbackId: row.callback_id }));
    after = page.rows.at(-1)?.callback_id ?? null;
    if (page.rows.length < pageSize) return;
  }
}
