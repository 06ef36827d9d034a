import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createPool } from '../../db/pool.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { sabotaged } from './sabotaged.ts';
import { crossTenantLeaks, tenantTables } from './cross-tenant-leaks.ts';
import { tenancyFaults } from './tenancy-faults.ts';
import { fillTenant, type Tenant } from './fill-tenant.ts';

let database: TestDatabase;
let superuser: pg.Client;
let user: pg.Client;
let ours: Tenant;
let theirs: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  superuser = new pg.Client(database.urls.superuser);
  user = new pg.Client(database.urls.user);
  await Promise.all([superuser.connect(), user.connect()]);
  const pool = createPool(database.urls.user, { max: 1 });
  ours = await fillTenant(pool, database.urls, 'ours');
  theirs = await fillTenant(pool, database.urls, 'theirs');
  await pool.end();
}, 120_000);

afterAll(async () => {
  await Promise.all([superuser.end(), user.end()]);
  await database.drop();
});

describe('the catalog', () => {
  it('keeps organizations apart on every table, role and function', async () => {
    expect(await tenancyFaults(superuser)).toEqual([]);
  });

  const guards: readonly [guard: string, removal: string, fault: string][] = [
    ['row-level security', 'ALTER TABLE call DISABLE ROW LEVEL SECURITY', 'call: row-level security is off'],
    ['force', 'ALTER TABLE call NO FORCE ROW LEVEL SECURITY', 'call: row-level security is not forced'],
    ['policy', 'DROP POLICY tenant ON outbox', 'outbox: policies are not exactly the tenant policy'],
    [
      'a closed policy',
      'CREATE POLICY open ON outbox USING (true)',
      'outbox: policies are not exactly the tenant policy',
    ],
    [
      'org_id in a unique key',
      'CREATE UNIQUE INDEX leak ON contact (phone_hash)',
      'contact: unique key leak does not lead with org_id',
    ],
    [
      'org_id in a foreign key',
      `ALTER TABLE contact ADD UNIQUE (id), ADD COLUMN parent uuid,
         ADD CONSTRAINT leak FOREIGN KEY (parent) REFERENCES contact (id)`,
      'contact: foreign key leak does not carry org_id',
    ],
    ['org_id', 'CREATE TABLE stray (id uuid)', 'stray: has no org_id'],
    ['the owner', 'ALTER TABLE call OWNER TO app_user', 'call: is not owned by app_owner'],
    ['the rights of app_user', 'GRANT TRUNCATE ON call TO app_user', 'call: app_user may truncate'],
    [
      'the rights of app_user in the installation',
      'GRANT INSERT ON operator TO app_user',
      'operator: app_user may insert',
    ],
    ['the rights of others', 'GRANT SELECT ON call TO app_system', 'call: app_system may select'],
    [
      'no view',
      'CREATE VIEW calls AS SELECT * FROM call',
      `calls: a view would read with its owner's rights`,
    ],
    ['NOBYPASSRLS', 'ALTER ROLE app_user BYPASSRLS', 'app_user: passes by row-level security'],
    ['membership', 'GRANT app_definer TO app_user', 'app_user: may become app_definer'],
    [
      'REVOKE from PUBLIC',
      'GRANT EXECUTE ON FUNCTION sweep_due(int) TO PUBLIC',
      'sweep_due(integer): PUBLIC may call it',
    ],
    [
      'EXECUTE for app_system only',
      'GRANT EXECUTE ON FUNCTION sweep_due(int) TO app_user',
      'sweep_due(integer): app_user may call it',
    ],
    [
      'a locked search_path',
      'ALTER FUNCTION sweep_due(int) RESET search_path',
      'sweep_due(integer): search_path is open',
    ],
    [
      'the list of definer functions',
      `CREATE FUNCTION peek() RETURNS int SECURITY DEFINER LANGUAGE sql AS 'SELECT 1'`,
      'peek(): is not on the list of cross-organization functions',
    ],
  ];

  it.each(guards)('is found out without %s', async (_guard, removal, fault) => {
    const faults = await sabotaged(superuser, removal, () => tenancyFaults(superuser));
    expect(faults).toContain(fault);
  });
});

describe('raw SQL of app_user', () => {
  it('has a row of each organization in every table', async () => {
    for (const table of await tenantTables(superuser)) {
      const key = table === 'organization' ? 'id' : 'org_id';
      const { rows } = await superuser.query<{ org: string }>(
        `SELECT DISTINCT ${key} AS org FROM "${table}"`,
      );
      expect([table, new Set(rows.map((row) => row.org))]).toEqual([
        table,
        new Set([ours.orgId, theirs.orgId]),
      ]);
    }
  });

  it('reads, changes, deletes and inserts no row of another organization', async () => {
    await user.query('BEGIN');
    expect(await crossTenantLeaks({ user, superuser, ours: ours.orgId, theirs: theirs.orgId })).toEqual([]);
    await user.query('ROLLBACK');
  });

  it('sees nothing without an organization, nor after the transaction that had one', async () => {
    const count = async () => (await user.query('SELECT count(*)::int AS n FROM contact')).rows[0].n;
    expect(await count()).toBe(0);
    await user.query(`BEGIN; SELECT set_config('app.org', '${ours.orgId}', true)`);
    expect(await count()).toBe(1);
    await user.query('COMMIT');
    expect(await count()).toBe(0);
  });

  it('would leak from each table whose row-level security is off', async () => {
    for (const table of await tenantTables(superuser)) {
      const leaks = await sabotaged(
        superuser,
        `ALTER TABLE "${table}" DISABLE ROW LEVEL SECURITY; SET LOCAL ROLE app_user`,
        () => crossTenantLeaks({ user: superuser, superuser, ours: ours.orgId, theirs: theirs.orgId, table }),
      );
      expect(leaks).toContain(`${table}: reads`);
    }
  });

  it('may not call what crosses organizations', async () => {
    await expect(user.query('SELECT * FROM sweep_due(1)')).rejects.toMatchObject({ code: '42501' });
    await expect(user.query('SELECT * FROM claim_outbox(1, 1)')).rejects.toMatchObject({ code: '42501' });
  });
});
