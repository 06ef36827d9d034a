import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { installAuditKeys, plainAuditKeys } from '../../db/audit/audit-keys.ts';
import { createPool } from '../../db/pool.ts';
import { storedPreviousToken, storedToken } from '../../db/secrets/carrier-token.sql.ts';
import { eachOrganization } from '../../db/secrets/each-organization.ts';
import { endPreviousKeys } from '../../db/secrets/end-previous-keys.ts';
import { rewrapDataKeys } from '../../db/secrets/rewrap-data-keys.ts';
import { saveCarrierToken } from '../../db/secrets/save-carrier-token.ts';
import { sealCarrierTokens } from '../../db/secrets/seal-carrier-tokens.ts';
import { withOrg } from '../../db/tenant.ts';
import { createCarrierTokens } from '../../providers/secrets/carrier-token.ts';
import { boundTo } from '../../providers/secrets/data-keys.ts';
import { composeSecrets } from '../../runtime/compose-secrets.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { seedOrganization } from './seed-organization.ts';

const KEK = randomBytes(32);
let database: TestDatabase;
let pool: Pool;
let tenant: { orgId: string };
let other: { orgId: string };

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 5, name: 'test-secrets' });
  tenant = await seedOrganization(database.urls, 'one');
  other = await seedOrganization(database.urls, 'two');
}, 120_000);
afterAll(async () => {
  installAuditKeys(plainAuditKeys);
  await pool.end();
  await database.drop();
});

const secrets = (current = KEK, previous?: Buffer) =>
  composeSecrets({ current, ...(previous && { previous }) }, pool);

async function account() {
  const { rows } = await withOrg(pool, tenant.orgId, (tx) =>
    tx.query(
      `SELECT auth_token, auth_token_previous, ${storedToken('k')} AS token, ${storedPreviousToken('k')} AS previous
         FROM carrier_account k`,
    ),
  );
  const { open } = createCarrierTokens(secrets().box);
  const opened = (authToken: string | null) =>
    authToken === null ? null : open({ provider: 'twilio', accountSid: 'AC1', authToken });
  const [row] = rows;
  return {
    plain: [row.auth_token, row.auth_token_previous],
    token: await opened(row.token),
    previous: await opened(row.previous),
  };
}

const seedToken = (token: string) =>
  withOrg(pool, tenant.orgId, (tx) => tx.query('UPDATE carrier_account SET auth_token = $1', [token]));

describe('sealCarrierTokens', () => {
  it('seals what lies plain, once, and reads stay the same', async () => {
    expect(await account()).toEqual({ plain: ['token', null], token: 'token', previous: null });
    expect(await sealCarrierTokens(pool, secrets().box, tenant.orgId)).toBe(1);
    expect(await account()).toEqual({ plain: [null, null], token: 'token', previous: null });
    expect(await sealCarrierTokens(pool, secrets().box, tenant.orgId)).toBe(0);
  });

  it('takes a plain token beside a sealed one for its successor, before and after it is sealed', async () => {
    await seedToken('the second');
    expect(await account()).toMatchObject({ token: 'the second', previous: 'token' });
    await sealCarrierTokens(pool, secrets().box, tenant.orgId);
    expect(await account()).toEqual({ plain: [null, null], token: 'the second', previous: 'token' });
    await seedToken('the second');
    await sealCarrierTokens(pool, secrets().box, tenant.orgId);
    expect(await account()).toEqual({ plain: [null, null], token: 'the second', previous: 'token' });
  });
});

describe('rewrapDataKeys', () => {
  it('brings keys under another key-encryption key, after which the old one opens nothing more', async () => {
    const sealed = await secrets().box.seal(tenant.orgId, 'k', 'secret');
    const next = randomBytes(32);
    const { wrapper } = secrets(next, KEK);
    const rewrap = () =>
      rewrapDataKeys(pool, tenant.orgId, wrapper.kekId, async (row) => {
        const bound = boundTo(tenant.orgId, row.version);
        return wrapper.wrap(await wrapper.unwrap(row, bound), bound);
      });
    expect(await rewrap()).toBe(1);
    expect(await rewrap()).toBe(0);
    expect(await secrets(next).box.open(tenant.orgId, 'k', sealed)).toBe('secret');
    await expect(secrets(KEK).box.open(tenant.orgId, 'k', sealed)).rejects.toMatchObject({
      code: 'secret.unreadable',
    });
  });
});

describe('eachOrganization', () => {
  it('names them all', async () => {
    const ids: string[] = [];
    for await (const id of eachOrganization(pool)) ids.push(id);
    expect(ids).toEqual([tenant.orgId, other.orgId].toSorted());
  });
});

describe('endPreviousKeys', () => {
  it('destroys what was kept until a moment that is past, and nothing else', async () => {
    const { orgId } = other;
    await withOrg(pool, orgId, async (tx) => {
      for (const [label, until] of [
        ['past', '-1 second'],
        ['future', '1 hour'],
      ]) {
        await tx.query(
          `INSERT INTO provider_key (org_id, provider, label, masked, ciphertext, key_version, previous_ciphertext,
                                     previous_key_version, previous_until)
           VALUES ($1, 'openai', $2, 'x', 'a', 1, 'b', 1, clock_timestamp() + $3::interval)`,
          [orgId, label, until],
        );
      }
    });
    expect(await endPreviousKeys(pool, orgId)).toBe(1);
    const { rows } = await withOrg(pool, orgId, (tx) =>
      tx.query('SELECT label FROM provider_key WHERE previous_ciphertext IS NOT NULL'),
    );
    expect(rows).toEqual([{ label: 'future' }]);
  });
});

describe('saveCarrierToken', () => {
  it('makes no real carrier beside warped rule time', async () => {
    const { orgId } = await seedOrganization(database.urls, 'three', {
      baseAppMs: 0,
      baseRealMs: 0,
      rate: 30,
    });
    const account = { orgId, provider: 'twilio' as const, accountSid: 'AC2', keepPrevious: true };
    const sealed = { ciphertext: Buffer.from('x'), keyVersion: 1 };
    const save = (apiBaseUrl: string | null) =>
      withOrg(pool, orgId, (tx) => saveCarrierToken(tx, { ...account, sealed, apiBaseUrl }));
    await expect(save(null)).rejects.toMatchObject({ code: 'provider_key.rehearsal' });
    await save('http://127.0.0.1:1');
  });
});
