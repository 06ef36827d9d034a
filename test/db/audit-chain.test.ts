import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { appendHeads, readHead, readHeads } from '../../db/audit/chain-head.ts';
import { createSealedAuditKeys, installAuditKeys, plainAuditKeys } from '../../db/audit/audit-keys.ts';
import { recordAudit } from '../../db/audit/record-audit.ts';
import { verifyChain } from '../../db/audit/verify-chain.ts';
import { createPool } from '../../db/pool.ts';
import { withOrg } from '../../db/tenant.ts';
import { composeSecrets } from '../../runtime/compose-secrets.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { seedOrganization } from './seed-organization.ts';

let database: TestDatabase;
let pool: Pool;
let superuser: Pool;
let tenant: { orgId: string };
let made = 0;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 5, name: 'test-audit' });
  superuser = createPool(database.urls.superuser, { max: 1, name: 'test-audit-superuser' });
  composeSecrets({ current: randomBytes(32) }, pool);
}, 120_000);
afterAll(async () => {
  installAuditKeys(plainAuditKeys);
  await pool.end();
  await superuser.end();
  await database.drop();
});
beforeEach(async () => {
  made += 1;
  tenant = await seedOrganization(database.urls, `audit${made}`);
});

const record = (orgId: string, detail: unknown = {}) =>
  withOrg(pool, orgId, (tx) =>
    recordAudit(tx, {
      actor: { kind: 'user', id: 'ann' },
      action: 'campaign.paused',
      target: { kind: 'campaign', id: 'c' },
      detail,
      ip: '::ffff:192.0.2.7',
      requestId: 'r',
    }),
  );

describe('recordAudit', () => {
  it('makes one unbroken chain of entries written at the same time, whatever their detail', async () => {
    const { orgId } = tenant;
    const details = [
      null,
      undefined,
      'a\0b\ud800',
      { z: 1, a: [1.5, -0, 1e21, 'ž'], nested: { b: null, a: undefined } },
      [{}],
      0.1 + 0.2,
      Number.MAX_SAFE_INTEGER,
    ];
    await Promise.all([...details, ...details, ...details].map((detail) => record(orgId, detail)));
    const verdict = await verifyChain(pool, orgId);
    expect(verdict).toMatchObject({ ok: true, head: { seq: 21 } });
  });

  it('leaves no entry of a transaction that failed, and no gap', async () => {
    const { orgId } = tenant;
    await record(orgId);
    const failing = withOrg(pool, orgId, async (tx) => {
      await recordAudit(tx, {
        actor: { kind: 'system', id: 'test' },
        action: 'x.y',
        target: { kind: 'x', id: '1' },
      });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await record(orgId);
    expect(await verifyChain(pool, orgId)).toMatchObject({ ok: true, head: { seq: 2 } });
  });

  it('keeps its key sealed, and does not go on under one that somebody put there', async () => {
    const { orgId } = tenant;
    await record(orgId);
    const { rows } = await superuser.query<{ audit_key: Buffer }>(
      'SELECT audit_key FROM organization WHERE id = $1',
      [orgId],
    );
    expect(rows[0]?.audit_key.length).toBeGreaterThan(32);
    await superuser.query('UPDATE organization SET audit_key = $2 WHERE id = $1', [
      orgId,
      Buffer.alloc(32, 1),
    ]);
    // Another process, which has not seen the true key.
    const box = composeSecrets({ current: randomBytes(32) }, pool).box;
    const keys = createSealedAuditKeys(() => box);
    expect(await verifyChain(pool, orgId, [], keys)).toMatchObject({
      ok: false,
      fault: { fault: 'key_unreadable' },
    });
  });

  it('can be changed by no role that a process has', async () => {
    const { orgId } = tenant;
    await record(orgId);
    for (const sql of [
      "UPDATE audit_entry SET action = 'x'",
      'DELETE FROM audit_entry',
      'TRUNCATE audit_entry',
    ]) {
      await expect(withOrg(pool, orgId, (tx) => tx.query(sql))).rejects.toThrow(/permission denied|append/i);
    }
  });
});

describe('exported heads', () => {
  it('tell that entries were cut off, or the chain begun anew', async () => {
    const { orgId } = tenant;
    const folder = await mkdtemp(join(tmpdir(), 'evercall-heads-'));
    try {
      const file = join(folder, 'audit', 'heads.jsonl');
      expect(await readHeads(file)).toBeNull();
      for (let many = 0; many < 3; many += 1) await record(orgId);
      const head = await readHead(pool, orgId);
      await appendHeads(file, head ? [head] : []);
      await record(orgId);
      const heads = (await readHeads(file)) ?? [];
      expect(await verifyChain(pool, orgId, heads)).toMatchObject({ ok: true, head: { seq: 4 } });
      await superuser.query("SET session_replication_role = 'replica'");
      await superuser.query('DELETE FROM audit_entry WHERE org_id = $1 AND seq > 2', [orgId]);
      expect(await verifyChain(pool, orgId)).toMatchObject({ ok: true });
      expect(await verifyChain(pool, orgId, heads)).toMatchObject({
        ok: false,
        fault: { seq: 3, fault: 'cut' },
      });
      await record(orgId, 'another third');
      const regrown = await readHead(pool, orgId);
      await appendHeads(file, regrown ? [regrown] : []);
      for (const known of [heads, await readHeads(file)])
        expect(await verifyChain(pool, orgId, known ?? [])).toMatchObject({
          ok: false,
          fault: { seq: 3, fault: 'cut' },
        });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
