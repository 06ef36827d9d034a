import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createPool } from '../../db/pool.ts';
import { withOrg } from '../../db/tenant.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { fillTenant, type Tenant } from './fill-tenant.ts';
import { sabotaged } from './sabotaged.ts';

let database: TestDatabase;
let pool: pg.Pool;
let system: pg.Pool;
let superuser: pg.Client;
let tenants: [Tenant, Tenant];

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 1 });
  system = createPool(database.urls.system, { max: 3 });
  superuser = new pg.Client(database.urls.superuser);
  await superuser.connect();
  tenants = [await fillTenant(pool, database.urls, 'first'), await fillTenant(pool, database.urls, 'second')];
}, 120_000);

afterAll(async () => {
  await Promise.all([pool.end(), system.end(), superuser.end()]);
  await database.drop();
});

const change = (tenant: Tenant, sql: string) => withOrg(pool, tenant.orgId, (tx) => tx.query(sql));

/** Organizations that a function tells of. */
async function organizations(call: string): Promise<unknown[]> {
  const { rows } = await system.query(`SELECT org_id FROM ${call}`);
  return rows.map((row) => row.org_id);
}

const due = () => organizations('due_webhook_endpoints(10)');
const stalled = (before = 'infinity') => organizations(`stalled_webhook_endpoints('${before}', 10)`);

describe('endpoints', () => {
  it('with first tries to be made are told of across organizations', async () => {
    expect(new Set(await due())).toEqual(new Set(tenants.map((tenant) => tenant.orgId)));
    expect(await organizations('due_webhook_endpoints(1)')).toHaveLength(1);
    expect(await stalled()).toEqual([]);
  });

  it('are their run’s once a try has failed, or while they are down', async () => {
    const [first, second] = tenants;
    await change(first, 'UPDATE webhook_delivery SET tries = 1');
    await change(second, `UPDATE webhook_endpoint SET retry_at = now() + interval '1 hour'`);
    expect(await due()).toEqual([]);
    expect(new Set(await stalled())).toEqual(new Set(tenants.map((tenant) => tenant.orgId)));
    expect(await stalled('now')).toEqual([first.orgId]);
    await change(first, 'UPDATE webhook_delivery SET tries = 0');
    await change(second, 'UPDATE webhook_endpoint SET retry_at = NULL');
  });

  it('are left alone while they are disabled, and once they are deleted', async () => {
    const [first, second] = tenants;
    for (const ending of [`state = 'disabled'`, `state = 'enabled', deleted_at = now()`]) {
      await change(first, `UPDATE webhook_endpoint SET ${ending}`);
      expect(await due()).toEqual([second.orgId]);
    }
    await change(first, `UPDATE webhook_endpoint SET deleted_at = NULL`);
    expect(await due()).toHaveLength(2);
  });
});

describe('deliveries', () => {
  it('are made once for each event and endpoint, but for replays', async () => {
    const copy = (replayOf: string) => `
      INSERT INTO webhook_delivery (org_id, endpoint_id, event_id, replay_of)
      SELECT org_id, endpoint_id, event_id, ${replayOf} FROM webhook_delivery WHERE replay_of IS NULL`;
    await expect(change(tenants[0], copy('NULL'))).rejects.toMatchObject({
      constraint: 'webhook_delivery_event_key',
    });
    await change(tenants[0], copy('id'));
    await change(tenants[0], copy('id'));
  });
});

describe.each(['webhook_event', 'webhook_delivery_attempt'])('%s', (table) => {
  const update = `UPDATE ${table} SET org_id = org_id`;

  it.each([update, `DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`])(
    'is not for app_user to change: %s',
    async (sql) => {
      await expect(change(tenants[0], sql)).rejects.toMatchObject({ code: '42501' });
    },
  );

  it('is never updated by anybody, whatever their rights', async () => {
    const refused = { code: '23001', constraint: `${table}_append_only` };
    const updated = sabotaged(superuser, 'SELECT 1', () => superuser.query(update));
    await expect(updated).rejects.toMatchObject(refused);
    const removal = `DROP TRIGGER append_only_rows ON ${table}`;
    const { rowCount } = await sabotaged(superuser, removal, () => superuser.query(update));
    expect(rowCount).toBe(2);
  });
});
