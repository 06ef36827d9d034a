import type { PoolClient } from 'pg';
import { hashPassword, passwordFits } from './identity/password.ts';
import { proveAddress } from './identity/proven-address.ts';
import type { SeedOperator } from './seed.types.ts';

interface Account {
  id: string;
  password_hash: string;
}

/** Makes the organization's admin; another password than the known one is taken over and ends their sessions. Idempotent. */
export async function upsertAdmin(
  tx: PoolClient,
  orgId: string,
  email: string,
  password: string,
): Promise<string> {
  const found = await tx.query<Account>(
    `SELECT id, password_hash FROM "user" WHERE org_id = $1 AND email = $2 FOR UPDATE`,
    [orgId, email],
  );
  const id = await keepOrWrite(found.rows[0], password, async (passwordHash) => {
    const { rows } = await tx.query<Account>(
      `INSERT INTO "user" AS u (org_id, email, display_name, role, password_hash)
       VALUES ($1, $2, 'Administrator', 'admin', $3)
       ON CONFLICT (org_id, email) DO UPDATE
          SET password_hash = excluded.password_hash, token_version = u.token_version + 1
       RETURNING id`,
      [orgId, email, passwordHash],
    );
    return rows;
  });
  // Whoever runs the installation says whose address it is.
  await proveAddress(tx, id);
  return id;
}

/** Makes an operator of the installation, as `upsertAdmin` makes an admin. Idempotent. */
export async function upsertOperator(tx: PoolClient, { email, password }: SeedOperator): Promise<string> {
  const found = await tx.query<Account>(
    'SELECT id, password_hash FROM operator WHERE email = $1 FOR UPDATE',
    [email],
  );
  return keepOrWrite(found.rows[0], password, async (passwordHash) => {
    const { rows } = await tx.query<Account>(
      `INSERT INTO operator AS o (email, display_name, password_hash) VALUES ($1, 'Operator', $2)
       ON CONFLICT (email) DO UPDATE
          SET password_hash = excluded.password_hash, token_version = o.token_version + 1
       RETURNING id`,
      [email, passwordHash],
    );
    return rows;
  });
}

/** A hash is salted, so the same password is recognised only by verifying it. */
async function keepOrWrite(
  known: Account | undefined,
  password: string,
  write: (passwordHash: string) => Promise<Account[]>,
): Promise<string> {
  if (known && (await passwordFits(password, known.password_hash))) return known.id;
  const [written] = await write(await hashPassword(password));
  if (written === undefined) throw new Error('the statement returned no row');
  return written.id;
}
