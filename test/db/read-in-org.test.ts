import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '../../db/pool.ts';
import { createOrgReader, type OrgReader } from '../../db/read-in-org.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { fillTenant, type Tenant } from './fill-tenant.ts';

let database: TestDatabase;
let pool: pg.Pool;
let read: OrgReader;
let ours: Tenant;
let theirs: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 2, name: 'read-in-org-test' });
  read = createOrgReader(pool);
  ours = await fillTenant(pool, database.urls, 'ours');
  theirs = await fillTenant(pool, database.urls, 'theirs');
}, 120_000);

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const ORG_BY_ID = { name: 'org_by_id', text: 'SELECT id FROM organization WHERE id = $1', isByKey: true };
const orgSeen = async (asOrg: string, orgId: string) =>
  (await read<{ id: string }>(asOrg, { ...ORG_BY_ID, values: [orgId] })).map(({ id }) => id);

describe('createOrgReader', () => {
  it('sees the rows of the organization and of no other, also when reads of both share a connection', async () => {
    const asked = Array.from({ length: 60 }, (_, at) => {
      const [asOrg, orgId] = [at % 2 ? ours : theirs, at % 3 ? ours : theirs].map((org) => org.orgId);
      return { asOrg: String(asOrg), orgId: String(orgId) };
    });
    const seen = await Promise.all(asked.map(({ asOrg, orgId }) => orgSeen(asOrg, orgId)));
    expect(seen).toEqual(asked.map(({ asOrg, orgId }) => (asOrg === orgId ? [orgId] : [])));
  });

  it('leaves no organization behind on its connection', async () => {
    await orgSeen(ours.orgId, ours.orgId);
    const client = await pool.connect();
    const { rows } = await client.query(`SELECT current_setting('app.org', true) AS org`);
    client.release();
    expect(rows[0].org ?? '').toBe('');
  });

  it('passes a failed statement on, fails nothing else, and lets the connection go', async () => {
    const bad = read(ours.orgId, { name: 'bad', text: 'SELECT 1 / $1::int', values: [0], isByKey: true });
    const good = orgSeen(ours.orgId, ours.orgId);
    await expect(bad).rejects.toThrow('division by zero');
    expect(await good).toEqual([ours.orgId]);
    expect(await orgSeen(ours.orgId, ours.orgId)).toEqual([ours.orgId]);
  });

  it('does not keep reads by key behind a slow list', async () => {
    const slow = read(ours.orgId, { text: 'SELECT pg_sleep(2)', values: [] });
    const order: string[] = [];
    await Promise.all([
      slow.then(() => order.push('slow')),
      orgSeen(ours.orgId, ours.orgId).then(() => order.push('key')),
    ]);
    expect(order).toEqual(['key', 'slow']);
  });

  it('gives every connection back', async () => {
    await Promise.all(Array.from({ length: 40 }, () => orgSeen(ours.orgId, ours.orgId)));
    expect({ waiting: pool.waitingCount, busy: pool.totalCount - pool.idleCount }).toEqual({
      waiting: 0,
      busy: 0,
    });
  });
});
