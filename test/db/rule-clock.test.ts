import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createPool } from '../../db/pool.ts';
import { seed } from '../../db/seed.ts';
import { withOrg } from '../../db/tenant.ts';
import { pollUntil } from '../../tools/stack/poll.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { sabotaged } from './sabotaged.ts';
import { fillTenant, type Tenant } from './fill-tenant.ts';
import { insertRow } from './tenant-fixture.ts';

let database: TestDatabase;
let pool: pg.Pool;
let owner: pg.Client;
let superuser: pg.Client;
let tenant: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 2 });
  owner = new pg.Client(database.urls.owner);
  superuser = new pg.Client(database.urls.superuser);
  await Promise.all([owner.connect(), superuser.connect()]);
  tenant = await fillTenant(pool, database.urls, 'tenant');
}, 120_000);

afterAll(async () => {
  await Promise.all([pool.end(), owner.end(), superuser.end()]);
  await database.drop();
});

const refused = { code: '23514', constraint: 'rule_clock_real_carrier' };
const warp = `UPDATE rule_clock SET base_app = '2026-01-05 17:00Z', base_real = clock_timestamp(), rate = 60`;
const unwarp = `UPDATE rule_clock SET base_app = base_real, rate = 1`;
const realAccount = (orgId: string) => ({
  org_id: orgId,
  provider: 'twilio',
  account_sid: 'AC-real',
  auth_token: 'token',
  api_base_url: null,
  cps: 1,
  max_concurrent: 1,
});
const insertReal = () =>
  withOrg(pool, tenant.orgId, (tx) => insertRow(tx, 'carrier_account', realAccount(tenant.orgId)));

beforeEach(async () => {
  await superuser.query(`DELETE FROM carrier_account WHERE api_base_url IS NULL`);
  await owner.query(unwarp);
});

describe('rule_now()', () => {
  it('is wall time from the start', async () => {
    const { rows } = await pool.query('SELECT rule_now() = statement_timestamp() AS same');
    expect(rows[0].same).toBe(true);
  });

  it('is base_app plus the wall time since base_real times the rate', async () => {
    await owner.query(`UPDATE rule_clock SET base_app = '2026-01-05 17:00Z', rate = 60,
                              base_real = statement_timestamp() - interval '1 hour'`);
    const { rows } = await pool.query(
      `SELECT extract(epoch FROM rule_now() - timestamptz '2026-01-05 17:00Z')::float8 / 3600 AS hours`,
    );
    expect(rows[0].hours).toBeGreaterThanOrEqual(60);
    expect(rows[0].hours).toBeLessThan(61);
  });

  it('cannot be set by app_user, nor run backwards or stand still', async () => {
    await expect(pool.query(warp)).rejects.toMatchObject({ code: '42501' });
    await expect(owner.query('UPDATE rule_clock SET rate = 0')).rejects.toMatchObject({ code: '23514' });
  });

  it('has one clock', async () => {
    const second = owner.query(`INSERT INTO rule_clock VALUES (false, 'epoch', 'epoch', 1)`);
    await expect(second).rejects.toMatchObject({ code: '23514' });
  });
});

/** Whether somebody in this database waits for another's lock. */
async function isWaited(): Promise<boolean> {
  const { rows } = await superuser.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}

describe('warped rule time and a real carrier', () => {
  it('refuse the warp while a real account of any organization exists', async () => {
    await insertReal();
    await expect(owner.query(warp)).rejects.toMatchObject(refused);
    const offset = `UPDATE rule_clock SET base_app = base_real + interval '1 s'`;
    await expect(owner.query(offset)).rejects.toMatchObject(refused);
  });

  it('refuse a real account while time is warped, new or changed', async () => {
    await owner.query(warp);
    await expect(insertReal()).rejects.toMatchObject(refused);
    const goLive = withOrg(pool, tenant.orgId, (tx) =>
      tx.query('UPDATE carrier_account SET api_base_url = NULL'),
    );
    await expect(goLive).rejects.toMatchObject(refused);
  });

  it('go well apart: wall time with a real account, warped time with an emulated one', async () => {
    await insertReal();
    await superuser.query(`DELETE FROM carrier_account WHERE api_base_url IS NULL`);
    await owner.query(warp);
    await withOrg(pool, tenant.orgId, (tx) => tx.query('UPDATE carrier_account SET next_slot_at = now()'));
  });

  it('do not slip past each other in two transactions at once', async () => {
    await owner.query(`BEGIN; ${warp}`);
    // Heard from the start: it is refused as soon as the other commits.
    const inserted = expect(insertReal()).rejects.toMatchObject(refused);
    expect(await pollUntil(isWaited, { deadlineMs: 10_000 })).toBe(true);
    await owner.query('COMMIT');
    await inserted;
  });

  it('would meet without either trigger', async () => {
    const { orgId } = tenant;
    const meet = async () => {
      await superuser.query(warp);
      await superuser.query(`INSERT INTO carrier_account (org_id, provider, account_sid, auth_token, cps, max_concurrent)
                             VALUES ('${orgId}', 'twilio', 'AC-real', 'token', 1, 1)`);
    };
    await expect(sabotaged(superuser, 'SELECT 1', meet)).rejects.toMatchObject(refused);
    await sabotaged(superuser, 'DROP TRIGGER real_carrier_needs_wall_time ON carrier_account', meet);
  });

  it('are set in the right order by the seed, both ways', async () => {
    const base = {
      ownerUrl: database.urls.owner,
      orgName: 'seeded',
      adminEmail: 'admin@seeded.example',
      adminPassword: 'correct horse battery staple',
      numbers: [],
    };
    const carrier = { accountSid: 'AC9', authToken: 'token', cps: 1, maxConcurrent: 1 };
    const ruleClock = { baseAppMs: Date.UTC(2026, 0, 5, 17), baseRealMs: Date.now(), rate: 60 };
    await seed({ ...base, carrier: { ...carrier, apiBaseUrl: 'http://127.0.0.1:1' }, ruleClock });
    await seed({ ...base, carrier: { ...carrier, apiBaseUrl: null }, ruleClock: null });
    await seed({ ...base, carrier: { ...carrier, apiBaseUrl: 'http://127.0.0.1:1' }, ruleClock });
    const real = seed({ ...base, carrier: { ...carrier, apiBaseUrl: null } });
    await expect(real).rejects.toMatchObject(refused);
  });
});
