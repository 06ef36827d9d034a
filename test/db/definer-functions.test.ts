import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '../../db/pool.ts';
import { withOrg } from '../../db/tenant.ts';
import { withConnection } from '../../tools/stack/parts/postgres.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { bringTo } from './attempt-walk.ts';
import { fillTenant, type Tenant } from './fill-tenant.ts';
import { insertRow } from './tenant-fixture.ts';

let database: TestDatabase;
let pool: pg.Pool;
let system: pg.Pool;
let tenants: [Tenant, Tenant];

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 2 });
  system = createPool(database.urls.system, { max: 3 });
  tenants = [await fillTenant(pool, database.urls, 'first'), await fillTenant(pool, database.urls, 'second')];
}, 120_000);

afterAll(async () => {
  await Promise.all([pool.end(), system.end()]);
  await database.drop();
});

interface Claimed {
  org_id: string;
  id: string;
  tries: number;
}

async function claim(count: number, leaseSeconds: number): Promise<Claimed[]> {
  const { rows } = await system.query<Claimed>('SELECT * FROM claim_outbox($1, $2)', [count, leaseSeconds]);
  return rows;
}

async function finish(id: string, ok: boolean, retryAt: Date | null = null): Promise<boolean> {
  const { rows } = await system.query('SELECT finish_outbox($1, $2, $3, $4) AS changed', [
    id,
    ok,
    'boom',
    retryAt,
  ]);
  return rows[0].changed;
}

describe('the outbox', () => {
  beforeEach(async () => {
    await withConnection(database.urls.superuser, (client) => client.query('DELETE FROM outbox'));
    for (const { orgId } of tenants) {
      await withOrg(pool, orgId, (tx) =>
        insertRow(tx, 'outbox', { org_id: orgId, kind: 'call_ended', key: 'key', payload: '{}' }),
      );
    }
  });

  it('is claimed across organizations, and hidden from others for the lease', async () => {
    const claimed = await claim(10, 60);
    expect(claimed.map((row) => row.org_id).sort()).toEqual(tenants.map((tenant) => tenant.orgId).sort());
    expect(await claim(10, 60)).toEqual([]);
  });

  it('comes back after a lease nobody finished, with its tries counted', async () => {
    await claim(10, 0);
    const again = await claim(10, 60);
    expect(again.map((row) => row.tries)).toEqual([2, 2]);
  });

  it('never gives a row to two claimers at once, nor more than asked for', async () => {
    const claims = await Promise.all([claim(1, 60), claim(1, 60), claim(1, 60)]);
    const ids = claims.flat().map((row) => row.id);
    expect(new Set(ids).size).toBe(2);
    expect(ids).toHaveLength(2);
  });

  it('is finished once, and a failed message waits for its next try', async () => {
    const [first, second] = await claim(2, 0);
    expect(await finish(first?.id ?? '', true)).toBe(true);
    expect(await finish(first?.id ?? '', true)).toBe(false);
    expect(await finish(second?.id ?? '', false, new Date(Date.now() + 60_000))).toBe(true);
    expect(await claim(10, 0)).toEqual([]);
    const { rows } = await system.query('SELECT * FROM outbox_backlog()');
    expect(rows[0].unsent).toBe(1);
    expect(rows[0].oldest_seconds).toBeGreaterThanOrEqual(0);
  });

  it('tells who listens that something came, once a transaction', async () => {
    await withConnection(database.urls.system, async (listener) => {
      const heard: string[] = [];
      listener.on('notification', ({ channel }) => heard.push(channel));
      await listener.query('LISTEN outbox');
      const { orgId } = tenants[0];
      await withOrg(pool, orgId, async (tx) => {
        for (const key of ['a', 'b']) {
          await insertRow(tx, 'outbox', { org_id: orgId, kind: 'ensure_workflow', key, payload: '{}' });
        }
      });
      for (const deadline = Date.now() + 10_000; heard.length === 0 && Date.now() < deadline; )
        await listener.query('SELECT 1');
      expect(heard).toEqual(['outbox']);
    });
  });
});

describe('the sweeper and rebuild', () => {
  it('are shown what is past its deadline, of all organizations, with the rule that fired', async () => {
    const past = async (tenant: Tenant, state: 'reserved' | 'placed' | 'ended' | 'blocked') =>
      withOrg(pool, tenant.orgId, async (tx) => {
        const attemptId = await bringTo(tx, tenant, state, randomBytes(32));
        await tx.query(`UPDATE call_attempt SET deadline_at = now() - interval '1 s' WHERE id = $1`, [
          attemptId,
        ]);
        return attemptId;
      });
    const [first, second] = tenants;
    const expected = [
      [first.orgId, await past(first, 'reserved'), 'lease_expired'],
      [second.orgId, await past(second, 'placed'), 'silent_call'],
      [second.orgId, await past(second, 'ended'), 'unclosed'],
    ];
    await past(first, 'blocked');
    const { rows } = await system.query('SELECT * FROM sweep_due(100)');
    expect(rows.map((row) => [row.org_id, row.attempt_id, row.rule])).toEqual(expected);
    expect((await system.query('SELECT * FROM sweep_due(1)')).rows).toHaveLength(1);
  });

  it('page through every attempt that is not closed', async () => {
    const all: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { rows }: { rows: { attempt_id: string }[] } = await system.query(
        'SELECT attempt_id FROM open_attempts($1, 2)',
        [after],
      );
      if (rows.length === 0) break;
      all.push(...rows.map((row) => row.attempt_id));
      after = all.at(-1) ?? null;
    }
    for (const { attemptId } of tenants) expect(all).toContain(attemptId);
    expect(all).toEqual([...new Set(all)].sort());
  });

  it('find running campaigns and pending imports', async () => {
    const orgs = new Set(tenants.map((tenant) => tenant.orgId));
    const campaigns = await system.query('SELECT * FROM running_campaigns()');
    expect(new Set(campaigns.rows.map((row) => row.org_id))).toEqual(orgs);
    expect(campaigns.rows.map((row) => row.state)).toEqual(['running', 'running']);
    const imports = await system.query('SELECT * FROM pending_imports()');
    expect(new Set(imports.rows.map((row) => row.org_id))).toEqual(orgs);
  });
});

describe('signing in and webhooks', () => {
  it('find users by address in any letter case, with what a login checks', async () => {
    const { rows } = await pool.query('SELECT * FROM login_candidates($1)', ['ADMIN@First.example']);
    expect(rows).toEqual([
      expect.objectContaining({
        org_id: tenants[0].orgId,
        org_ref: 'first',
        email: 'admin@first.example',
        role: 'admin',
        token_version: 0,
        disabled_at: null,
        password_hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,/),
      }),
    ]);
    expect((await pool.query('SELECT * FROM login_candidates($1)', ['nobody@first.example'])).rows).toEqual(
      [],
    );
  });

  it('find an organization by its public name', async () => {
    const { rows } = await pool.query('SELECT * FROM organization_by_ref($1)', ['second']);
    expect(rows).toEqual([{ id: tenants[1].orgId, ref: 'second', name: 'second' }]);
    expect((await pool.query('SELECT * FROM organization_by_ref($1)', ['third'])).rows).toEqual([]);
  });
});
