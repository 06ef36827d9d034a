import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { RuleClock } from '../domain/clock.ts';
import { createPool } from './pool.ts';
import { upsertAdmin, upsertOperator } from './seed-identity.ts';
import type { SeedCarrier, SeedInput, SeedNumber, SeedResult } from './seed.types.ts';
import { withOrg } from './tenant.ts';

/**
 * Makes an organization with its admin, carrier account, numbers and rule clock, and the installation's operator, or
 * brings them to what `input` says: all or nothing, and safe to repeat. A changed password ends old sessions; a changed carrier token keeps the
 * old one valid for webhooks. Fails with constraint `rule_clock_real_carrier` when a real carrier meets warped time.
 */
export async function seed(input: SeedInput): Promise<SeedResult> {
  const orgRef = input.orgRef ?? refOf(input.orgName);
  const pool = createPool(input.ownerUrl, { max: 1, name: 'evercall-seed' });
  try {
    // Held by the pool's one connection until it ends: two seeds at once would both make the organization.
    await pool.query(`SELECT pg_advisory_lock(hashtextextended('evercall.seed', 0))`);
    const orgId = await organizationId(pool, orgRef);
    return await withOrg(pool, orgId, async (tx) => {
      await insertOrganization(tx, { orgId, orgRef, name: input.orgName });
      // Wall time before a real carrier, an emulated carrier before warped time: the database insists on both.
      if (input.ruleClock === null) await setRuleClock(tx, { baseAppMs: 0, baseRealMs: 0, rate: 1 });
      const carrierAccountId = await upsertCarrier(tx, orgId, input.carrier);
      if (input.ruleClock) await setRuleClock(tx, input.ruleClock);
      const adminId = await upsertAdmin(tx, orgId, input.adminEmail, input.adminPassword);
      const operatorId = input.operator ? await upsertOperator(tx, input.operator) : null;
      const phoneNumberIds: Record<string, string> = {};
      for (const number of input.numbers) {
        phoneNumberIds[number.e164] = await upsertNumber(tx, orgId, carrierAccountId, number);
      }
      return { orgId, orgRef, adminId, operatorId, carrierAccountId, phoneNumberIds };
    });
  } finally {
    await pool.end();
  }
}

function refOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();
  const words = plain.match(/[a-z0-9]+/g);
  return words?.join('-') ?? 'org';
}

async function organizationId(pool: Pool, ref: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT coalesce((SELECT o.id FROM organization_by_ref($1) o), uuidv7()) AS id`,
    [ref],
  );
  return only(rows).id;
}

async function insertOrganization(
  tx: PoolClient,
  organization: { orgId: string; orgRef: string; name: string },
): Promise<void> {
  const { orgId, orgRef, name } = organization;
  await tx.query(
    `INSERT INTO organization (id, ref, name, phone_hash_key, link_key) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name`,
    [orgId, orgRef, name, randomBytes(32), randomBytes(32)],
  );
}

async function upsertCarrier(tx: PoolClient, orgId: string, carrier: SeedCarrier): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO carrier_account AS a
       (org_id, provider, account_sid, auth_token, api_base_url, cps, max_concurrent)
     VALUES ($1, 'twilio', $2, $3, $4, $5, $6)
     ON CONFLICT (org_id, provider, account_sid) DO UPDATE
        SET auth_token_previous =
              CASE WHEN a.auth_token = excluded.auth_token THEN a.auth_token_previous ELSE a.auth_token END,
            auth_token = excluded.auth_token, api_base_url = excluded.api_base_url, cps = excluded.cps,
            max_concurrent = excluded.max_concurrent
     RETURNING id`,
    [orgId, carrier.accountSid, carrier.authToken, carrier.apiBaseUrl, carrier.cps, carrier.maxConcurrent],
  );
  return only(rows).id;
}

async function upsertNumber(
  tx: PoolClient,
  orgId: string,
  carrierAccountId: string,
  number: SeedNumber,
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO phone_number (org_id, e164, carrier_account_id, language) VALUES ($1, $2, $3, $4)
     ON CONFLICT (org_id, e164) DO UPDATE
        SET carrier_account_id = excluded.carrier_account_id, language = excluded.language
     RETURNING id`,
    [orgId, number.e164, carrierAccountId, number.language],
  );
  return only(rows).id;
}

async function setRuleClock(tx: PoolClient, clock: RuleClock): Promise<void> {
  await tx.query(
    `INSERT INTO rule_clock (base_app, base_real, rate)
     VALUES (to_timestamp($1 / 1000.0), to_timestamp($2 / 1000.0), $3)
     ON CONFLICT (singleton) DO UPDATE
        SET base_app = excluded.base_app, base_real = excluded.base_real, rate = excluded.rate`,
    [clock.baseAppMs, clock.baseRealMs, clock.rate],
  );
}

function only<Row>(rows: Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement returned no row');
  return row;
}
