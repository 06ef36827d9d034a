import type { ApiWorld, TestOrg } from '../../../test/api/harness/api-world.ts';

/** Everything that an organization has. */
export interface Belongings {
  /** Its rows by table, as JSON; equal texts mean that nothing changed. */
  readonly text: string;
  /** An id of each table that has some, the newest. */
  readonly idByTable: ReadonlyMap<string, string>;
  /** Every id that appears in its rows. */
  readonly ids: ReadonlySet<string>;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Tables with rows of organizations that the application may read: found in the catalog, so that a new one is covered. */
async function tablesOf(world: ApiWorld): Promise<string[]> {
  const { rows } = await world.pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
        AND has_table_privilege(c.oid, 'SELECT')
      ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** Reads everything that an organization has, as itself, in one statement. */
export async function belongingsOf(world: ApiWorld, org: TestOrg): Promise<Belongings> {
  const tables = await tablesOf(world);
  const parts = tables.map(
    (table) => `SELECT '${table}' AS name, coalesce(jsonb_agg(r ORDER BY r::text), '[]') AS rows
                  FROM (SELECT to_jsonb(t) AS r FROM "${table}" t) all_rows`,
  );
  const { rows } = await world.inOrg(org.orgId, (tx) =>
    tx.query<{ name: string; rows: { id?: string }[] }>(parts.join(' UNION ALL ')),
  );
  const idByTable = new Map<string, string>();
  for (const table of rows) {
    const newest = table.rows
      .flatMap(({ id }) => id ?? [])
      .toSorted()
      .at(-1);
    if (newest !== undefined) idByTable.set(table.name, newest);
  }
  const text = JSON.stringify(rows);
  return { text, idByTable, ids: new Set(text.match(UUID) ?? []) };
}

/** Ids of theirs that a parameter of this name could mean (`callListId`: of `call_list`); one of each table if none fits. */
export function candidatesFor(name: string, { idByTable }: Belongings): string[] {
  const noun = name.replace(/Id$/, '').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const fitting = [...idByTable].filter(
    ([table]) => table === noun || table.endsWith(`_${noun}`) || noun.endsWith(table),
  );
  return (fitting.length > 0 ? fitting : [...idByTable]).map(([, id]) => id);
}
