import pg from 'pg';
import { createPool } from '../../../db/pool.ts';
import { crossTenantLeaks, tenantTables } from '../../../test/db/cross-tenant-leaks.ts';
import { fillTenant } from '../../../test/db/fill-tenant.ts';
import { testDatabase } from '../../../test/harness/test-database.ts';
import type { MatrixReport } from './role-matrix.ts';

/** Statements that are tried on each table: read, change, give away, delete, insert. */
const STATEMENTS = 5;

/**
 * What the application's own role can do by raw SQL to another organization's rows, on every table of the catalog, each
 * filled, in both directions. A table whose rows are missing is a fault: nothing would be shown of it.
 */
export async function checkRawSql(): Promise<MatrixReport> {
  const database = await testDatabase();
  const superuser = new pg.Client(database.urls.superuser);
  const user = new pg.Client(database.urls.user);
  const pool = createPool(database.urls.user, { max: 1 });
  try {
    await Promise.all([superuser.connect(), user.connect()]);
    const ours = await fillTenant(pool, database.urls, 'ours');
    const theirs = await fillTenant(pool, database.urls, 'theirs');
    const tables = await tenantTables(superuser);
    const faults: string[] = [];
    for (const table of tables) {
      const key = table === 'organization' ? 'id' : 'org_id';
      const { rows } = await superuser.query(`SELECT DISTINCT ${key} FROM "${table}"`);
      if (rows.length < 2) faults.push(`${table}: not filled`);
    }
    for (const [we, they] of [
      [ours.orgId, theirs.orgId],
      [theirs.orgId, ours.orgId],
    ] as const) {
      await user.query('BEGIN');
      faults.push(...(await crossTenantLeaks({ user, superuser, ours: we, theirs: they })));
      await user.query('ROLLBACK');
    }
    return { checked: 2 * STATEMENTS * tables.length, faults };
  } finally {
    await Promise.all([superuser.end(), user.end(), pool.end()]);
    await database.drop();
  }
}
