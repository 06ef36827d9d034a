import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verify } from '@node-rs/argon2';
import { seed } from '../../db/seed.ts';
import type { SeedInput } from '../../db/seed.types.ts';
import { withConnection } from '../../tools/stack/parts/postgres.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';

let database: TestDatabase;
let input: SeedInput;

beforeAll(async () => {
  database = await testDatabase();
  input = {
    ownerUrl: database.urls.owner,
    orgName: 'Příklad & Sons',
    adminEmail: 'admin@example.com',
    adminPassword: 'correct horse battery staple',
    carrier: {
      accountSid: 'AC1',
      authToken: 'first',
      apiBaseUrl: 'http://127.0.0.1:1',
      cps: 2.5,
      maxConcurrent: 8,
    },
    numbers: [
      { e164: '+12125550100', language: 'en' },
      { e164: '+12125550101', language: 'es' },
    ],
  };
}, 120_000);

afterAll(() => database.drop());

async function rowsOf(table: string): Promise<Record<string, unknown>[]> {
  return withConnection(database.urls.superuser, async (client) => {
    const { rows } = await client.query(`SELECT * FROM ${table} ORDER BY id`);
    return rows;
  });
}

describe('seed', () => {
  it('makes an installation that can sign in and call', async () => {
    const made = await seed(input);
    expect(made.orgRef).toBe('priklad-sons');
    expect(Object.keys(made.phoneNumberIds)).toEqual(['+12125550100', '+12125550101']);
    const [organization] = await rowsOf('organization');
    expect(organization).toMatchObject({ id: made.orgId, name: 'Příklad & Sons' });
    expect(organization?.link_key).toHaveLength(32);
    expect(organization?.phone_hash_key).not.toEqual(organization?.link_key);
    const [admin] = await rowsOf('"user"');
    expect(admin).toMatchObject({ id: made.adminId, role: 'admin', email: 'admin@example.com' });
    expect(await verify(String(admin?.password_hash), input.adminPassword)).toBe(true);
  });

  it('changes nothing the second time, keys and hashes included', async () => {
    const tables = ['organization', '"user"', 'carrier_account', 'phone_number'];
    const before = await Promise.all(tables.map(rowsOf));
    const [first, second] = await Promise.all([seed(input), seed(input)]);
    expect(first).toEqual(second);
    expect(await Promise.all(tables.map(rowsOf))).toEqual(before);
  });

  it('takes over a new password and ends old sessions', async () => {
    await seed({ ...input, adminPassword: 'another long password' });
    const [admin] = await rowsOf('"user"');
    expect(admin?.token_version).toBe(1);
    expect(await verify(String(admin?.password_hash), 'another long password')).toBe(true);
  });

  it('makes an operator outside every organization, once, and takes over their new password', async () => {
    const operator = { email: 'operator@example.com', password: 'a password of an operator' };
    const { operatorId } = await seed({ ...input, operator });
    const [made] = await rowsOf('operator');
    expect(made).toMatchObject({ id: operatorId, email: operator.email, token_version: 0 });
    expect(await verify(String(made?.['password_hash']), operator.password)).toBe(true);
    await seed({ ...input, operator });
    expect(await rowsOf('operator')).toEqual([made]);
    await seed({ ...input, operator: { ...operator, password: 'another long password' } });
    await seed(input);
    expect(await rowsOf('operator')).toMatchObject([{ id: operatorId, token_version: 1 }]);
  });

  it('keeps the old carrier token beside a new one', async () => {
    const carrier = { ...input.carrier, authToken: 'second', cps: 5 };
    await seed({ ...input, carrier });
    await seed({ ...input, carrier });
    const accounts = await rowsOf('carrier_account');
    expect(accounts).toHaveLength(1);
    expect(accounts[0]).toMatchObject({ auth_token: 'second', auth_token_previous: 'first', cps: '5' });
  });

  it('undoes everything when one part is refused', async () => {
    const numbers = [...input.numbers, { e164: '+12125550102', language: 'xx' as 'en' }];
    await expect(seed({ ...input, orgName: 'Other', numbers })).rejects.toMatchObject({ code: '23514' });
    expect(await rowsOf('organization')).toHaveLength(1);
  });
});
