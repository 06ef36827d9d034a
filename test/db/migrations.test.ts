import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MikroORM } from '@mikro-orm/postgresql';
import { checkMigrations, migrateDown, migrateUp } from '../../db/migrate.ts';
import { migrationOptions } from '../../db/migration-options.ts';
import { withConnection } from '../../tools/stack/parts/postgres.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase({ migrated: false });
}, 120_000);

afterAll(() => database.drop());

/** Everything of ours in the schema: what an extension brought is not. */
async function objects(): Promise<string[]> {
  return withConnection(database.urls.superuser, async (client) => {
    const { rows } = await client.query<{ name: string }>(`
      SELECT c.relkind::text || ' ' || c.relname AS name FROM pg_class c
       WHERE c.relnamespace = 'public'::regnamespace
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
      UNION ALL
      SELECT 'function ' || p.oid::regprocedure FROM pg_proc p
       WHERE p.pronamespace = 'public'::regnamespace
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
      UNION ALL
      SELECT 'grant to ' || pg_get_userbyid(a.grantee) || ' on ' || c.relname
        FROM pg_class c, aclexplode(c.relacl) a
       WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner
       ORDER BY name`);
    return rows.map((row) => row.name);
  });
}

/** SQL that would bring the database to the entities, statement by statement. */
async function differences(): Promise<string[]> {
  const orm = await MikroORM.init(migrationOptions(database.urls.owner));
  try {
    const sql = await orm.schema.getUpdateSchemaSQL({ wrap: false });
    return sql.split('\n').filter((line) => line.trim() !== '');
  } finally {
    await orm.close();
  }
}

describe('migrations', () => {
  it('go up from empty, down to empty and up again to the same schema', async () => {
    const up = await migrateUp(database.urls.owner);
    expect(up.migrations[0]).toMatch(/_schema$/);
    const first = await objects();
    expect(first).toContain('r call_attempt');
    expect(first).toContain('function claim_outbox(integer,double precision)');

    const down = await migrateDown(database.urls.owner);
    expect(down.migrations).toEqual(up.migrations.toReversed());
    const bookkeeping = (await objects()).filter((name) => !name.includes('mikro_orm_migrations'));
    expect(bookkeeping).toEqual([]);

    expect(await migrateUp(database.urls.owner)).toEqual(up);
    expect(await objects()).toEqual(first);
  }, 180_000);

  it('run once: a second time finds nothing to do', async () => {
    expect(await migrateUp(database.urls.owner)).toEqual({ migrations: [] });
  });

  it('leave the committed snapshot equal to the entities, and nothing pending', async () => {
    expect(await checkMigrations(database.urls.owner)).toEqual({ pending: [], entitiesDiffer: false });
  });

  it('make what the entities say, and beyond it only foreign keys', async () => {
    const others = (await differences()).filter((sql) => !/ drop constraint "\w+_fkey";$/.test(sql));
    expect(others).toEqual([]);
  });

  it('would be told apart from the entities by one column', async () => {
    await withConnection(database.urls.owner, (client) =>
      client.query('ALTER TABLE contact ADD COLUMN stray text'),
    );
    expect(await differences()).toContain('alter table "contact" drop column "stray";');
    await withConnection(database.urls.owner, (client) =>
      client.query('ALTER TABLE contact DROP COLUMN stray'),
    );
  });

  it('of two starts at once run one after the other', async () => {
    await migrateDown(database.urls.owner);
    const both = await Promise.all([migrateUp(database.urls.owner), migrateUp(database.urls.owner)]);
    const ran = both.map((report) => report.migrations.length);
    expect(Math.min(...ran)).toBe(0);
    expect(Math.max(...ran)).toBeGreaterThan(0);
  }, 180_000);
});
