import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { tellFirstStatistics } from '../../db/first-statistics.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { planOf } from './plan-of.ts';

const ORG = '019a0000-0000-7000-8000-000000000001';
const ID = '019a0000-0000-7000-8000-000000000002';

let database: TestDatabase;
let owner: pg.Client;
let user: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  owner = new pg.Client(database.urls.owner);
  user = new pg.Client(database.urls.user);
  await Promise.all([owner.connect(), user.connect()]);
  await user.query(`SELECT set_config('app.org', $1, false)`, [ORG]);
}, 120_000);

afterAll(async () => {
  await Promise.all([owner.end(), user.end()]);
  await database.drop();
});

describe('before anything was counted', () => {
  it.each(['call_attempt', 'call', 'contact', 'campaign_contact', 'outbox'])(
    'a row of %s is found by its key, not among all of its organization',
    async (table) => {
      const plan = await planOf(user, `SELECT * FROM "${table}" WHERE id = '${ID}'`);
      expect(plan).toContain(`using ${table}_pkey`);
      expect(plan).not.toContain('Filter:');
    },
  );

  it('the rows of the organization count as many', async () => {
    const { rows } = await user.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
      'EXPLAIN (FORMAT json) SELECT * FROM contact',
    );
    expect(rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows']).toBeGreaterThan(1);
  });
});

it('leaves alone what was counted', async () => {
  const superuser = new pg.Client(database.urls.superuser);
  await superuser.connect();
  try {
    await superuser.query(`
      SET session_replication_role = replica;
      INSERT INTO contact (org_id, phone_hash, language, zone, country, source)
      SELECT uuidv7(), sha256(n::text::bytea), 'en', 'America/New_York', 'US', 'test' FROM generate_series(1, 100) n;
      ANALYZE contact`);
    await tellFirstStatistics(owner);
    const { rows } = await superuser.query<{ n_distinct: number }>(
      `SELECT n_distinct FROM pg_stats WHERE tablename = 'contact' AND attname = 'org_id'`,
    );
    expect(rows).toEqual([{ n_distinct: -1 }]);
  } finally {
    await superuser.end();
  }
});
