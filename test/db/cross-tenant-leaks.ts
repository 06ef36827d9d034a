import type { ClientBase } from 'pg';
import { INSTALLATION_TABLES } from './tenancy-faults.ts';

/** Names of the tables that hold rows of organizations. */
export async function tenantTables(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL ($1)
      UNION ALL SELECT 'organization' ORDER BY name`,
    [Object.keys(INSTALLATION_TABLES)],
  );
  return rows.map((row) => row.name);
}

/** Who looks, in whose name, at whom; `user` is in a transaction, `table` narrows the look to one. */
export interface CrossTenantLook {
  user: ClientBase;
  superuser: ClientBase;
  ours: string;
  theirs: string;
  table?: string;
}

// Refused by row-level security, by a missing right, or by the trigger of an append-only table.
const REFUSALS = ['42501', '23001'];

/** What an organization can do to another's rows by raw SQL, as `table: verb`; [] is good. */
export async function crossTenantLeaks(look: CrossTenantLook): Promise<string[]> {
  const { user, superuser, ours, theirs } = look;
  const tables = look.table === undefined ? await tenantTables(superuser) : [look.table];
  await user.query(`SELECT set_config('app.org', $1, true)`, [ours]);
  const leaks: string[] = [];
  for (const table of tables) {
    const key = table === 'organization' ? 'id' : 'org_id';
    const attempts = {
      reads: `SELECT 1 FROM "${table}" WHERE ${key} = '${theirs}'`,
      updates: `UPDATE "${table}" SET ${key} = ${key} WHERE ${key} = '${theirs}'`,
      'gives away': `UPDATE "${table}" SET ${key} = '${theirs}' WHERE ${key} = '${ours}'`,
      deletes: `DELETE FROM "${table}" WHERE ${key} = '${theirs}'`,
      inserts: await insertOfTheirs(look, table, key),
    };
    for (const [verb, sql] of Object.entries(attempts))
      if (await touches(user, sql)) leaks.push(`${table}: ${verb}`);
  }
  return leaks;
}

/** An INSERT of a copy of a row of theirs, so that nothing but its organization speaks against it. */
async function insertOfTheirs(look: CrossTenantLook, table: string, key: string): Promise<string> {
  if (look.table !== undefined) return `SELECT 1 WHERE false`;
  const { rows } = await look.superuser.query<{ row: string }>(
    `SELECT to_jsonb(t)::text AS row FROM "${table}" t WHERE ${key} = $1 LIMIT 1`,
    [look.theirs],
  );
  const literal = look.superuser.escapeLiteral(rows[0]?.row ?? '{}');
  return `INSERT INTO "${table}" OVERRIDING SYSTEM VALUE
          SELECT (jsonb_populate_record(NULL::"${table}", ${literal}::jsonb)).*`;
}

/** Whether a statement reached a row. */
async function touches(client: ClientBase, sql: string): Promise<boolean> {
  await client.query('SAVEPOINT look');
  try {
    const { rowCount } = await client.query(sql);
    return (rowCount ?? 0) > 0;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (REFUSALS.includes(code)) return false;
    // A constraint that spoke up means that the row was reached.
    if (code.startsWith('23')) return true;
    throw error;
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT look');
  }
}
