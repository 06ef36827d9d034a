import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createPool } from '../../db/pool.ts';
import { withOrg } from '../../db/tenant.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { sabotaged } from './sabotaged.ts';
import { fillTenant, type Tenant } from './fill-tenant.ts';

let database: TestDatabase;
let pool: pg.Pool;
let superuser: pg.Client;
let tenant: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 1 });
  superuser = new pg.Client(database.urls.superuser);
  await superuser.connect();
  tenant = await fillTenant(pool, database.urls, 'tenant');
}, 120_000);

afterAll(async () => {
  await Promise.all([pool.end(), superuser.end()]);
  await database.drop();
});

describe.each(['flow_version', 'dial_decision', 'attempt_event', 'flow_live_change', 'audit_entry'])(
  '%s',
  (table) => {
    const update = `UPDATE ${table} SET org_id = org_id`;
    const changes: readonly [verb: string, sql: string][] = [
      ['updated', update],
      ['deleted', `DELETE FROM ${table}`],
      ['truncated', `TRUNCATE ${table} CASCADE`],
    ];

    it.each(changes)('may not be %s by app_user', async (_verb, sql) => {
      const changed = withOrg(pool, tenant.orgId, (tx) => tx.query(sql));
      await expect(changed).rejects.toMatchObject({ code: '42501' });
    });

    it.each(changes)('may not be %s by anybody, whatever their rights', async (_verb, sql) => {
      const refused = { code: '23001', constraint: `${table}_append_only` };
      await expect(sabotaged(superuser, 'SELECT 1', () => superuser.query(sql))).rejects.toMatchObject(
        refused,
      );
    });

    it('could be changed without its trigger', async () => {
      const removal = `DROP TRIGGER append_only_rows ON ${table}`;
      const { rowCount } = await sabotaged(superuser, removal, () => superuser.query(update));
      expect(rowCount).toBeGreaterThan(0);
    });
  },
);
