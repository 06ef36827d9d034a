import type { Pool, PoolClient } from 'pg';

/** An organization as operators see it. */
export interface OrganizationRow {
  id: string;
  ref: string;
  name: string;
  closed_at: Date | null;
  created_at: Date;
}

/** Organizations of the installation from behind the id `after`, oldest first or newest first. For operators alone. */
export async function listOrganizationRows(
  pool: Pool,
  page: { after: string | null; isNewestFirst: boolean; limit: number },
): Promise<OrganizationRow[]> {
  const list = page.isNewestFirst ? 'list_newest_organizations' : 'list_organizations';
  const { rows } = await pool.query<OrganizationRow>(
    `SELECT id, ref, name, closed_at, created_at FROM ${list}($1, $2)`,
    [page.after, page.limit],
  );
  return rows;
}

/** The organization that `tx` is in; undefined when there is none. */
export async function organizationRow(tx: PoolClient): Promise<OrganizationRow | undefined> {
  const { rows } = await tx.query<OrganizationRow>(
    'SELECT id, ref, name, closed_at, created_at FROM organization',
  );
  return rows[0];
}

/** Renames, closes or opens the organization that `tx` is in; what is undefined stays. A closed one lets nobody in. */
export async function changeOrganization(
  tx: PoolClient,
  change: { name?: string | undefined; isClosed?: boolean | undefined },
): Promise<void> {
  await tx.query(
    `UPDATE organization
        SET name = coalesce($1, name),
            closed_at = CASE $2::boolean WHEN true THEN coalesce(closed_at, clock_timestamp())
                                         WHEN false THEN NULL ELSE closed_at END`,
    [change.name ?? null, change.isClosed ?? null],
  );
}
