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

/**
 * Tables with rows of organizations that the application may read, those with a column `also`: found in the catalog, so
 * that a new one is covered.
 */
export async function tablesOf({ pool }: Pick<ApiWorld, 'pool'>, also = 'org_id'): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
       JOIN pg_attribute b ON b.attrelid = c.oid AND b.attname = $1 AND NOT b.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
        AND has_table_privilege(c.oid, 'SELECT')
      ORDER BY 1`,
    [also],
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

/** The newest id of each table of an organization, without the rows. */
export async function newestIds(world: ApiWorld, org: TestOrg): Promise<ReadonlyMap<string, string>> {
  const tables = await tablesOf(world, 'id');
  const parts = tables.map(
    (table) => `(SELECT '${table}' AS name, id FROM "${table}" ORDER BY id DESC LIMIT 1)`,
  );
  const { rows } = await world.inOrg(org.orgId, (tx) =>
    tx.query<{ name: string; id: string | null }>(parts.join(' UNION ALL ')),
  );
  return new Map(rows.flatMap(({ name, id }) => (id === null ? [] : [[name, id] as const])));
}

/** Ids of theirs that a parameter of this name could mean (`callListId`: of `call_list`); one of each table if none fits. */
export function candidatesFor(name: string, { idByTable }: Pick<Belongings, 'idByTable'>): string[] {
  const noun = name.replace(/Id$/, '').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const fitting = [...idByTable].filter(
    ([table]) => table === noun || table.endsWith(`_${noun}`) || noun.endsWith(table),
  );
  return (fitting.length > 0 ? fitting : [...idByTable]).map(([, id]) => id);
}
