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

async function claim(
  count: number,
  leaseSeconds: number,
): Promise<{ org_id: string; delivery_id: string }[]> {
  const { rows } = await system.query('SELECT * FROM claim_webhook_deliveries($1, $2)', [
    count,
    leaseSeconds,
  ]);
  return rows;
}

describe('deliveries', () => {
  it('are claimed across organizations, each by one, and come back after their lease', async () => {
    const claims = await Promise.all([claim(1, 0), claim(1, 0)]);
    expect(claims.flat().length).toBeGreaterThan(0);
    const all = await claim(10, 60);
    expect(new Set(all.map((row) => row.org_id))).toEqual(new Set(tenants.map((tenant) => tenant.orgId)));
    expect(await claim(10, 60)).toEqual([]);
  });

  it('to an endpoint that is disabled or deleted wait', async () => {
    await change(tenants[0], 'UPDATE webhook_delivery SET next_try_at = now()');
    const endings = [`state = 'disabled'`, `state = 'enabled', deleted_at = now()`];
    for (const ending of endings) {
      await change(tenants[0], `UPDATE webhook_endpoint SET ${ending}`);
      expect(await claim(10, 60)).toEqual([]);
    }
    await change(tenants[0], `UPDATE webhook_endpoint SET deleted_at = NULL`);
    expect(await claim(10, 60)).toHaveLength(1);
  });

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
