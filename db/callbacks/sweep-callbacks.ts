import type { Pool } from 'pg';
import { withOrg } from '../tenant.ts';
import { askForCallbackRun } from './insert-callback.ts';
import type { CallbackRef } from './reserve-callback.ts';

/** A callback that should have rung a minute ago and has no attempt at work, and the rule that found it. */
export interface OverdueCallback extends CallbackRef {
  rule: string;
}

/** Overdue callbacks of all organizations, the oldest first. */
export async function overdueCallbacks(systemPool: Pool, limit: number): Promise<OverdueCallback[]> {
  const { rows } = await systemPool.query<{ org_id: string; callback_id: string; rule: string }>({
    name: 'sweep_callbacks_due',
    text: 'SELECT org_id, callback_id, rule FROM sweep_callbacks_due($1)',
    values: [limit],
  });
  return rows.map((row) => ({ orgId: row.org_id, callbackId: row.callback_id, rule: row.rule }));
}

/**
 * Asks for the run of an overdue callback, notes the repair and looks again in a minute; answers the rule, null when
 * it was mended meanwhile. IDEMPOTENT.
 */
export function repairCallback(
  pool: Pool,
  { orgId, callbackId, rule }: OverdueCallback,
): Promise<string | null> {
  return withOrg(pool, orgId, async (tx) => {
    const { rowCount } = await tx.query(
      `UPDATE callback b SET updated_at = clock_timestamp()
        WHERE b.id = $1 AND b.state IN ('scheduled', 'calling')
          AND b.updated_at <= clock_timestamp() - interval '1 minute'
          AND NOT EXISTS (SELECT FROM call_attempt a
                           WHERE a.intent_kind = 'callback' AND a.intent_id = b.id AND a.closed_at IS NULL)`,
      [callbackId],
    );
    if (rowCount === 0) return null;
    await askForCallbackRun(tx, callbackId);
    await tx.query(
      `INSERT INTO incident (org_id, kind, detail, resolved_at)
       VALUES (current_setting('app.org')::uuid, 'SWEEPER_REPAIR', $1, clock_timestamp())`,
      [JSON.stringify({ rule, callbackId })],
    );
    return rule;
  });
}
