import type { Pool } from 'pg';
import { tokenHash } from './token-hash.ts';

/** What a mailed token is good for. */
export type OneTimeTokenKind = 'password_reset' | 'invitation';

/** The organization and the row of a mailed token, found by its hash; null where there is none. It may be used up. */
export async function findOneTimeToken(
  pool: Pool,
  kind: OneTimeTokenKind,
  token: string,
): Promise<{ orgId: string; id: string } | null> {
  const { rows } = await pool.query<{ org_id: string; id: string }>(
    'SELECT org_id, id FROM one_time_token($1, $2)',
    [kind, tokenHash(token)],
  );
  const row = rows[0];
  return row ? { orgId: row.org_id, id: row.id } : null;
}
