import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { Redis } from 'ioredis';
import { SEARCH_ATTRIBUTES } from '../../contracts/names.ts';
import { withConnection } from '../../tools/stack/parts/postgres.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { testRedis } from '../harness/test-redis.ts';
import { testTemporal } from '../harness/test-temporal.ts';

describe('testDatabase', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase({ migrated: false });
  }, 60_000);
  afterAll(() => database.drop());

  it('gives roles that row-level security binds', async () => {
    const rows = await withConnection(database.urls.user, async (client) => {
      const sql = `SELECT rolname, rolsuper, rolbypassrls, rolcanlogin FROM pg_roles
                   WHERE rolname LIKE 'app\\_%' ORDER BY rolname`;
      return (await client.query(sql)).rows;
    });
    expect(rows).toEqual([
      { rolname: 'app_backup', rolsuper: false, rolbypassrls: true, rolcanlogin: true },
      { rolname: 'app_definer', rolsuper: false, rolbypassrls: true, rolcanlogin: false },
      { rolname: 'app_owner', rolsuper: false, rolbypassrls: false, rolcanlogin: true },
      { rolname: 'app_system', rolsuper: false, rolbypassrls: false, rolcanlogin: true },
      { rolname: 'app_user', rolsuper: false, rolbypassrls: false, rolcanlogin: true },
    ]);
  });

  it('lets a definer function see past forced row-level security, and only whom it is granted call it', async () => {
    await withConnection(database.urls.owner, (client) =>
      client.query(`
        CREATE TABLE secret (org_id uuid);
        ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
        ALTER TABLE secret FORCE ROW LEVEL SECURITY;
        CREATE POLICY own ON secret USING (org_id = nullif(current_setting('app.org', true), '')::uuid) WITH CHECK (true);
        GRANT SELECT ON secret TO app_user, app_definer;
        INSERT INTO secret VALUES (uuidv7());
        CREATE FUNCTION count_secrets() RETURNS bigint LANGUAGE sql SECURITY DEFINER
          SET search_path = pg_catalog, public, pg_temp AS 'SELECT count(*) FROM secret';
        ALTER FUNCTION count_secrets() OWNER TO app_definer;
        GRANT EXECUTE ON FUNCTION count_secrets() TO app_system;`),
    );
    const count = async (url: string, what: string): Promise<unknown> =>
      withConnection(url, async (client) => (await client.query(`SELECT ${what} AS n`)).rows[0]?.n);
    expect(await count(database.urls.system, 'count_secrets()')).toBe('1');
    expect(await count(database.urls.owner, '(SELECT count(*) FROM secret)')).toBe('0');
    expect(await count(database.urls.user, '(SELECT count(*) FROM secret)')).toBe('0');
    await expect(count(database.urls.user, 'count_secrets()')).rejects.toThrow('permission denied');
  });

  it('has the extensions', async () => {
    const sql = 'SELECT extname FROM pg_extension ORDER BY 1';
    const { rows } = await withConnection(database.urls.user, (client) => client.query(sql));
    expect(rows.map(({ extname }) => extname)).toEqual(
      expect.arrayContaining(['btree_gist', 'citext', 'pg_trgm', 'pgcrypto', 'unaccent']),
    );
  });

  it('drops the database with its open sessions', async () => {
    const other = await testDatabase({ migrated: false });
    await withConnection(other.urls.user, async (client) => {
      await client.query('SELECT 1');
      await other.drop();
    });
    await expect(withConnection(other.urls.user, (client) => client.query('SELECT 1'))).rejects.toThrow(
      'does not exist',
    );
  });
});

it('testRedis gives each caller a database of its own', async () => {
  const urls = [(await testRedis()).url, (await testRedis()).url];
  const [one, two] = urls.map((url) => new Redis(url));
  try {
    await one?.set('key', 'of one');
    expect(await two?.get('key')).toBeNull();
    expect(await one?.get('key')).toBe('of one');
  } finally {
    one?.disconnect();
    two?.disconnect();
  }
}, 30_000);

it('testTemporal knows our search attributes', async () => {
  const { address, namespace } = await testTemporal();
  const connection = await Connection.connect({ address });
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining([...SEARCH_ATTRIBUTES]));
  } finally {
    await connection.close();
  }
}, 60_000);
