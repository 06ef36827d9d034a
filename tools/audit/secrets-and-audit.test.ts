import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { installAuditKeys, plainAuditKeys } from '../../db/audit/audit-keys.ts';
import { recordAudit } from '../../db/audit/record-audit.ts';
import { createPool } from '../../db/pool.ts';
import { withOrg } from '../../db/tenant.ts';
import { composeSecrets } from '../../runtime/compose-secrets.ts';
import { seedOrganization } from '../../test/db/seed-organization.ts';
import { type TestDatabase, testDatabase } from '../../test/harness/test-database.ts';
import { runTool, toolEnvironment } from './run-tool.fixture.ts';

const TOOL_LIMIT_MS = 120_000;
const kek = () => randomBytes(32);
const text = (key: Buffer) => key.toString('base64');

let database: TestDatabase;
let pool: pg.Pool;
let dataDir: string;
let env: Record<string, string>;
beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 4, name: 'test-tools' });
  dataDir = mkdtempSync(join(tmpdir(), 'evercall-tools-'));
  env = toolEnvironment(database.urls, dataDir);
}, TOOL_LIMIT_MS);
afterAll(async () => {
  installAuditKeys(plainAuditKeys);
  await pool.end();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const secretsUnder = (current: Buffer, previous?: Buffer) =>
  composeSecrets({ current, ...(previous && { previous }) }, pool);

function tellAudit(orgId: string, action: string): Promise<void> {
  const entry = {
    actor: { kind: 'system' as const, id: 'test' },
    action,
    target: { kind: 'test', id: '1' },
  };
  return withOrg(pool, orgId, (tx) => recordAudit(tx, entry));
}

describe('the key-encryption key', () => {
  const [first, second] = [kek(), kek()];

  it(
    'is rotated by two restarts and one command, and nothing is lost on the way',
    async () => {
      const { orgId } = await seedOrganization(database.urls, 'rotated');
      const sealed = await secretsUnder(first).box.seal(orgId, 'provider_key:openai', 'sk-kept');
      await tellAudit(orgId, 'before.rotation');
      const open = (secrets: ReturnType<typeof secretsUnder>) =>
        secrets.box.open(orgId, 'provider_key:openai', sealed);

      const rotating = { ...env, EVERCALL_KEK: text(second), EVERCALL_KEK_PREVIOUS: text(first) };
      expect(await open(secretsUnder(second, first))).toBe('sk-kept');
      expect(await runTool(['tools/secrets.ts', 'rewrap'], rotating)).toEqual({
        code: 0,
        said: '1 data keys wrapped anew',
      });
      expect(await runTool(['tools/secrets.ts', 'rewrap'], rotating)).toEqual({
        code: 0,
        said: '0 data keys wrapped anew',
      });
      expect(await open(secretsUnder(second))).toBe('sk-kept');
      await expect(open(secretsUnder(first))).rejects.toMatchObject({ code: 'secret.unreadable' });

      secretsUnder(second);
      await tellAudit(orgId, 'after.rotation');
      const verified = await runTool(['tools/audit.ts', 'verify', '--org', orgId], {
        ...env,
        EVERCALL_KEK: text(second),
      });
      expect(verified.code).toBe(0);
      expect(verified.said).toContain('1 chains, 2 entries, 0 heads checked, 0 chains do not hold');
      expect(verified.said).toContain('Without a head');
    },
    TOOL_LIMIT_MS,
  );

  it(
    'seals carrier tokens that lie plain',
    async () => {
      const { orgId } = await seedOrganization(database.urls, 'plain');
      const sealed = await runTool(['tools/secrets.ts', 'seal'], { ...env, EVERCALL_KEK: text(second) });
      expect(sealed).toEqual({ code: 0, said: expect.stringMatching(/^\d carrier accounts sealed$/) });
      const { rows } = await withOrg(pool, orgId, (tx) =>
        tx.query('SELECT auth_token, auth_token_ciphertext IS NULL AS bare FROM carrier_account'),
      );
      expect(rows).toEqual([{ auth_token: null, bare: false }]);
    },
    TOOL_LIMIT_MS,
  );

  it(
    'stays where it is when the key before is not told',
    async () => {
      const { orgId } = await seedOrganization(database.urls, 'forgotten');
      const forgotten = kek();
      const sealed = await secretsUnder(forgotten).box.seal(orgId, 'k', 'kept');
      const refused = await runTool(['tools/secrets.ts', 'rewrap'], { ...env, EVERCALL_KEK: text(second) });
      expect(refused).toEqual({ code: 1, said: expect.stringContaining('EVERCALL_KEK_PREVIOUS') });
      expect(await secretsUnder(forgotten).box.open(orgId, 'k', sealed)).toBe('kept');
    },
    TOOL_LIMIT_MS,
  );

  it(
    'is asked for by name, and an unknown command is refused',
    async () => {
      const missing = await runTool(['tools/secrets.ts', 'rewrap'], env);
      expect(missing).toMatchObject({ code: 1, said: expect.stringContaining('EVERCALL_KEK') });
      expect((await runTool(['tools/secrets.ts', 'unwrap'], env)).code).toBe(2);
    },
    TOOL_LIMIT_MS,
  );
});

describe('the audit log', () => {
  it(
    'is verified against heads that were exported, and a change behind our back is named',
    async () => {
      const key = kek();
      const { orgId } = await seedOrganization(database.urls, 'audited');
      secretsUnder(key);
      for (const action of ['one', 'two', 'three']) await tellAudit(orgId, action);
      const heads = join(dataDir, 'heads.jsonl');
      const audit = (command: string) =>
        runTool(['tools/audit.ts', command, '--org', orgId, '--heads', heads], {
          ...env,
          EVERCALL_KEK: text(key),
        });
      expect(await audit('heads')).toEqual({ code: 0, said: '1 heads exported' });
      expect(await audit('verify')).toMatchObject({
        code: 0,
        said: '1 chains, 3 entries, 1 heads checked, 0 chains do not hold',
      });

      const superuser = new pg.Client(database.urls.superuser);
      await superuser.connect();
      await superuser.query('ALTER TABLE audit_entry DISABLE TRIGGER USER');
      await superuser.query('DELETE FROM audit_entry WHERE org_id = $1 AND seq = 3', [orgId]);
      await superuser.end();
      const cut = await audit('verify');
      expect(cut.code).toBe(1);
      expect(cut.said).toContain(`organization ${orgId}`);
      expect(cut.said).toContain('1 chains do not hold');
    },
    TOOL_LIMIT_MS,
  );

  it(
    'is not said to hold by a file of heads that is not there or holds none',
    async () => {
      const verify = (file: string) =>
        runTool(['tools/audit.ts', 'verify', '--heads', file], { ...env, EVERCALL_KEK: text(kek()) });
      const missing = join(dataDir, 'nowhere.jsonl');
      expect(await verify(missing)).toEqual({ code: 2, said: `There is no file ${missing}.` });
      const empty = join(dataDir, 'empty.jsonl');
      writeFileSync(empty, '\n');
      expect(await verify(empty)).toEqual({ code: 2, said: `${empty} holds no head.` });
      const torn = join(dataDir, 'torn.jsonl');
      writeFileSync(torn, '{"orgId":');
      expect(await verify(torn)).toEqual({ code: 1, said: `Line 1 of ${torn} holds no head.` });
    },
    TOOL_LIMIT_MS,
  );

  it(
    'is not said to hold for an organization that is none',
    async () => {
      for (const org of ['7', randomUUID()])
        for (const command of ['verify', 'heads']) {
          const asked = await runTool(['tools/audit.ts', command, '--org', org], {
            ...env,
            EVERCALL_KEK: text(kek()),
          });
          expect(asked).toEqual({ code: 2, said: `no such organization: ${org}` });
        }
    },
    TOOL_LIMIT_MS,
  );
});
