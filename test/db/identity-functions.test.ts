import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '../../db/pool.ts';
import { withOrg } from '../../db/tenant.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { fillTenant, type Tenant } from './fill-tenant.ts';

let database: TestDatabase;
let pool: pg.Pool;
let tenant: Tenant;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 2 });
  tenant = await fillTenant(pool, database.urls, 'first');
  await fillTenant(pool, database.urls, 'second');
}, 120_000);

afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function asked(sql: string, values: readonly unknown[]): Promise<Record<string, unknown>[]> {
  return (await pool.query(sql, [...values])).rows;
}

/** One row of the tenant. */
async function own(sql: string): Promise<Record<string, unknown>> {
  const { rows } = await withOrg(pool, tenant.orgId, (tx) => tx.query(sql));
  return rows[0] ?? {};
}

const close = (closed: boolean) =>
  asked('SELECT set_organization_closed($1, $2) AS changed', [tenant.orgId, closed]);

const candidates: readonly [what: string, call: string, secret: string][] = [
  [
    'a refresh token',
    'SELECT * FROM refresh_candidate($1)',
    'SELECT token_hash AS hash, org_id, session_id, generation FROM refresh_token',
  ],
  [
    'an API key',
    'SELECT * FROM api_key_candidate($1)',
    'SELECT key_hash AS hash, org_id, id, role, scopes, expires_at, revoked_at FROM api_key',
  ],
  [
    'a password reset',
    `SELECT * FROM one_time_token('password_reset', $1)`,
    'SELECT token_hash AS hash, org_id, id FROM password_reset',
  ],
  [
    'an invitation',
    `SELECT * FROM one_time_token('invitation', $1)`,
    'SELECT token_hash AS hash, org_id, id FROM invitation',
  ],
];

describe.each(candidates)('%s', (_what, call, secret) => {
  it('is found by its hash alone, with nothing that would help to forge it', async () => {
    const { hash, ...expected } = await own(secret);
    expect(await asked(call, [hash])).toEqual([expected]);
    expect(await asked(call, [randomBytes(32)])).toEqual([]);
  });

  it('is not found while its organization is closed', async () => {
    const { hash } = await own(secret);
    await close(true);
    expect(await asked(call, [hash])).toEqual([]);
    await close(false);
    expect(await asked(call, [hash])).toHaveLength(1);
  });
});

describe('a one-time token', () => {
  it('is not taken for one of another kind', async () => {
    const { hash } = await own('SELECT token_hash AS hash FROM invitation');
    expect(await asked(`SELECT * FROM one_time_token('password_reset', $1)`, [hash])).toEqual([]);
    expect(await asked(`SELECT * FROM one_time_token('anything', $1)`, [hash])).toEqual([]);
  });
});

describe('an organization', () => {
  const made = (ref: string) =>
    asked(`SELECT create_organization($1, 'Acme', 'Europe/Prague', 'cs', $2, $3) AS id`, [
      ref,
      randomBytes(32),
      randomBytes(32),
    ]);

  it('is made by a name nobody has, and its first user in the same transaction', async () => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<{ id: string }>(
        `SELECT create_organization('acme', 'Acme', 'Europe/Prague', 'cs', $1, $2) AS id`,
        [randomBytes(32), randomBytes(32)],
      );
      await client.query(`SELECT set_config('app.org', $1, true)`, [rows[0]?.id]);
      await client.query(
        `INSERT INTO "user" (org_id, email, display_name, role, password_hash)
         VALUES ($1, 'first@acme.example', 'First', 'admin', 'hash')`,
        [rows[0]?.id],
      );
      await client.query('COMMIT');
    } finally {
      client.release();
    }
    expect(await asked('SELECT org_ref FROM login_candidates($1)', ['first@acme.example'])).toEqual([
      { org_ref: 'acme' },
    ]);
    await expect(made('acme')).rejects.toMatchObject({ constraint: 'organization_ref_key' });
  });

  it('may not be made past its function', async () => {
    const forged = withOrg(pool, tenant.orgId, (tx) =>
      tx.query(
        `INSERT INTO organization (id, ref, name, phone_hash_key, link_key) VALUES ($1, 'x', 'x', '\\x', '\\x')`,
        [tenant.orgId],
      ),
    );
    await expect(forged).rejects.toMatchObject({ code: '42501' });
  });

  it('is listed to operators page by page, and renamed', async () => {
    const [first] = await asked('SELECT * FROM list_organizations(NULL, 1)', []);
    expect(first).toMatchObject({ id: tenant.orgId, ref: 'first', name: 'first', closed_at: null });
    const newest = await asked('SELECT * FROM list_newest_organizations(NULL, 10)', []);
    expect(newest.toReversed()).toEqual(await asked('SELECT * FROM list_organizations(NULL, 10)', []));
    const older = await asked('SELECT * FROM list_newest_organizations($1, 10)', [newest[0]?.id]);
    expect(older).toEqual(newest.slice(1));
    const rest = await asked('SELECT ref FROM list_organizations($1, 10)', [tenant.orgId]);
    expect(rest[0]).toEqual({ ref: 'second' });
    expect(await asked('SELECT rename_organization($1, $2) AS changed', [tenant.orgId, 'New'])).toEqual([
      { changed: true },
    ]);
    expect(await own('SELECT name FROM organization')).toEqual({ name: 'New' });
    const nobody = await asked('SELECT rename_organization($1, $2) AS changed', [
      '019a0000-0000-7000-8000-000000000001',
      'New',
    ]);
    expect(nobody).toEqual([{ changed: false }]);
  });

  it('that is closed lets nobody sign in, and keeps the moment it was closed first', async () => {
    expect(await close(true)).toEqual([{ changed: true }]);
    const { closed_at: closedAt } = await own('SELECT closed_at FROM organization');
    expect(await asked('SELECT * FROM login_candidates($1)', [tenant.adminEmail])).toEqual([]);
    await close(true);
    expect(await own('SELECT closed_at FROM organization')).toEqual({ closed_at: closedAt });
    await close(false);
    expect(await asked('SELECT * FROM login_candidates($1)', [tenant.adminEmail])).toHaveLength(1);
  });
});
