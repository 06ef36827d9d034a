import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createOrm } from '../../db/orm.ts';
import { CallList } from '../../db/entities/call-list.entity.ts';
import { createPool } from '../../db/pool.ts';
import { withOrg } from '../../db/tenant.ts';
import { withConnection } from '../../tools/stack/parts/postgres.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { fillTenant, type Tenant } from './fill-tenant.ts';
import { insertRow } from './tenant-fixture.ts';

let database: TestDatabase;
let pool: pg.Pool;
let ours: Tenant;
let theirs: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 1, name: 'tenant-test' });
  ours = await fillTenant(pool, database.urls, 'ours');
  theirs = await fillTenant(pool, database.urls, 'theirs');
}, 120_000);

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const addList = (name: string) => (tx: pg.PoolClient) =>
  insertRow(tx, 'call_list', { org_id: ours.orgId, name });

async function listsNamed(name: string): Promise<number> {
  const { rows } = await withOrg(pool, ours.orgId, (tx) =>
    tx.query('SELECT count(*) AS n FROM call_list WHERE name = $1', [name]),
  );
  return rows[0].n;
}

describe('withOrg', () => {
  it('commits what it did and returns what it made', async () => {
    await expect(withOrg(pool, ours.orgId, addList('kept'))).resolves.toEqual(expect.any(String));
    expect(await listsNamed('kept')).toBe(1);
  });

  it('undoes everything when the work throws, and passes the error on', async () => {
    const failed = withOrg(pool, ours.orgId, async (tx) => {
      await addList('undone')(tx);
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await listsNamed('undone')).toBe(0);
  });

  it('is an error, not a silent rollback, when the work swallows a failed statement', async () => {
    const swallowed = withOrg(pool, ours.orgId, async (tx) => {
      await addList('lost')(tx);
      await tx.query('SELECT 1/0').catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow('aborted');
    expect(await listsNamed('lost')).toBe(0);
  });

  it('replaces a connection that the server dropped, and the process lives on', async () => {
    const dropped = withOrg(pool, ours.orgId, async (tx) => {
      await withConnection(database.urls.superuser, (client) =>
        client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tenant-test'`,
        ),
      );
      await tx.query('SELECT 1');
    });
    await expect(dropped).rejects.toThrow();
    expect(await listsNamed('kept')).toBe(1);
  });

  it('takes no SQL for an organization', async () => {
    const injected = withOrg(pool, `x', true); SELECT set_config('app.org', '${ours.orgId}`, (tx) =>
      tx.query('SELECT * FROM contact'),
    );
    await expect(injected).rejects.toMatchObject({ code: '22P02' });
  });
});

describe('createPool', () => {
  it('reads bigint as number, and refuses one that would lose digits', async () => {
    const { rows } = await pool.query('SELECT 42::bigint AS n');
    expect(rows[0].n).toBe(42);
    await expect(pool.query('SELECT 9007199254740993::bigint')).rejects.toThrow(RangeError);
  });
});

describe('createOrm', () => {
  it('applies the organization of the session to reads and writes', async () => {
    const orm = await createOrm(database.urls.user);
    try {
      const session = (orgId: string) => orm.em.fork({ session: { variables: { 'app.org': orgId } } });
      const em = session(ours.orgId);
      const list = em.create(CallList, { orgId: ours.orgId, name: 'by the ORM' });
      await em.flush();
      expect(list.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      expect(await session(ours.orgId).findOne(CallList, { id: list.id })).toMatchObject({
        name: 'by the ORM',
      });
      expect(await session(theirs.orgId).findOne(CallList, { id: list.id })).toBeNull();
      expect(await orm.em.fork().find(CallList, {})).toEqual([]);

      const forger = session(ours.orgId);
      forger.create(CallList, { orgId: theirs.orgId, name: 'forged' });
      await expect(forger.flush()).rejects.toMatchObject({ code: '42501' });
    } finally {
      await orm.close();
    }
  });
});
