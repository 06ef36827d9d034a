import type { Pool } from 'pg';
import type { RuleClock } from '../domain/clock.ts';

/** How rule time follows wall time in this installation; undefined when both are the same. */
export async function readRuleClock(pool: Pool): Promise<RuleClock | undefined> {
  const { rows } = await pool.query<{ base_app: Date; base_real: Date; rate: number }>(
    'SELECT base_app, base_real, rate FROM rule_clock',
  );
  const row = rows[0];
  return row && { baseAppMs: row.base_app.getTime(), baseRealMs: row.base_real.getTime(), rate: row.rate };
}
