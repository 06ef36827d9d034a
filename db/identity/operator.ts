import type { Pool } from 'pg';

/** Who runs the installation, as signing in needs it. */
export interface OperatorRow {
  readonly id: string;
  readonly password_hash: string;
  readonly token_version: number;
}

/** The operator of an e-mail address; null when there is none or the account is closed. */
export async function operatorByEmail(pool: Pool, email: string): Promise<OperatorRow | null> {
  const { rows } = await pool.query<OperatorRow>(
    'SELECT id, password_hash, token_version FROM operator WHERE email = $1 AND disabled_at IS NULL',
    [email],
  );
  return rows[0] ?? null;
}

/** The `token_version` of an operator whose account is open; null otherwise. */
export async function operatorTokenVersion(pool: Pool, id: string): Promise<number | null> {
  const { rows } = await pool.query<{ token_version: number }>(
    'SELECT token_version FROM operator WHERE id = $1 AND disabled_at IS NULL',
    [id],
  );
  return rows[0]?.token_version ?? null;
}
