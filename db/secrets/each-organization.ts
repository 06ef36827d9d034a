import type { Pool } from 'pg';

const BATCH = 200;

/** Ids of all organizations, closed ones too, oldest first; `pool` connects as app_user. */
export async function* eachOrganization(pool: Pool): AsyncGenerator<string> {
  let after: string | null = null;
  for (;;) {
    const { rows }: { rows: { id: string }[] } = await pool.query(
      'SELECT id FROM list_organizations($1, $2) ORDER BY id',
      [after, BATCH],
    );
    for (const { id } of rows) yield id;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < BATCH) return;
  }
}
