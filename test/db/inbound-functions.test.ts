import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '../../db/pool.ts';
import { withOrg } from '../../db/tenant.ts';
import { withConnection } from '../../tools/stack/parts/postgres.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { fillTenant, type Tenant } from './fill-tenant.ts';
import { insertRow, newAttempt } from './tenant-fixture.ts';

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

/** Runs SQL on the rows of one tenant. */
const change = (tenant: Tenant, sql: string) => withOrg(pool, tenant.orgId, (tx) => tx.query(sql));

async function asked(sql: string): Promise<Record<string, unknown>[]> {
  return (await system.query(sql)).rows;
}

const orgsOf = (rows: readonly Record<string, unknown>[]) => rows.map((row) => row['org_id']);
const both = () => tenants.map((tenant) => tenant.orgId);

describe('inbound calls', () => {
  it('are listed while they are open, page by page, and outbound calls never', async () => {
    const [first] = await asked('SELECT * FROM open_inbound_calls(NULL, 1)');
    const second = await asked(`SELECT * FROM open_inbound_calls('${String(first?.['call_id'])}', 10)`);
    expect(orgsOf([first ?? {}, ...second])).toEqual(both());
    expect(first).toMatchObject({ provider_call_id: 'CA-in', state: 'in_progress' });
  });

  it('are swept once past their deadline, until they are closed', async () => {
    expect(await asked('SELECT * FROM sweep_inbound_due(10)')).toEqual([]);
    const inbound = `direction = 'inbound'`;
    for (const tenant of tenants)
      await change(tenant, `UPDATE call SET deadline_at = now() - interval '1 s' WHERE ${inbound}`);
    const due = await asked('SELECT * FROM sweep_inbound_due(10)');
    expect(new Set(orgsOf(due))).toEqual(new Set(both()));
    expect(await asked('SELECT * FROM sweep_inbound_due(1)')).toHaveLength(1);
    await change(tenants[0], `UPDATE call SET closed_at = now(), deadline_at = NULL WHERE ${inbound}`);
    expect(orgsOf(await asked('SELECT * FROM sweep_inbound_due(10)'))).toEqual([tenants[1].orgId]);
  });

  it('may not be open without a deadline', async () => {
    const forgotten = change(tenants[1], `UPDATE call SET deadline_at = NULL WHERE direction = 'inbound'`);
    await expect(forgotten).rejects.toMatchObject({ constraint: 'call_inbound_deadline_check' });
  });
});

describe('callbacks', () => {
  const overdue = `due_at = rule_now() - interval '2 minutes', updated_at = now() - interval '2 minutes'`;

  it('are listed while they are open', async () => {
    expect(orgsOf(await asked('SELECT * FROM open_callbacks(NULL, 10)'))).toEqual(both());
    expect(await asked('SELECT * FROM open_callbacks(NULL, 1)')).toHaveLength(1);
  });

  it('are swept a minute after they were due, unless an attempt is at work', async () => {
    expect(await asked('SELECT * FROM sweep_callbacks_due(10)')).toEqual([]);
    const [tenant] = tenants;
    await change(tenant, `UPDATE callback SET ${overdue}`);
    expect(await asked('SELECT * FROM sweep_callbacks_due(10)')).toMatchObject([
      { org_id: tenant.orgId, state: 'scheduled', rule: 'callback_overdue' },
    ]);
    await change(tenant, `UPDATE callback SET state = 'calling'`);
    expect(await asked('SELECT * FROM sweep_callbacks_due(10)')).toMatchObject([
      { rule: 'callback_unfinished' },
    ]);
    await withOrg(pool, tenant.orgId, async (tx) => {
      const { rows } = await tx.query<{ id: string }>('SELECT id FROM callback');
      const intent = { intent_kind: 'callback', intent_id: rows[0]?.id };
      await insertRow(tx, 'call_attempt', { ...newAttempt(tenant), ...intent });
    });
    expect(await asked('SELECT * FROM sweep_callbacks_due(10)')).toEqual([]);
  });

  it('end with the moment they ended, and never without', async () => {
    const [, tenant] = tenants;
    const ended = change(tenant, `UPDATE callback SET state = 'completed'`);
    await expect(ended).rejects.toMatchObject({ constraint: 'callback_finished_check' });
    await change(tenant, `UPDATE callback SET state = 'completed', finished_at = now()`);
    expect(orgsOf(await asked('SELECT * FROM open_callbacks(NULL, 10)'))).toEqual([tenants[0].orgId]);
  });

  it('are made once for each effect of a call', async () => {
    const [tenant] = tenants;
    const again = change(
      tenant,
      `INSERT INTO callback (org_id, contact_id, origin, call_id, effect_id, phone_number_id, flow_version_id, due_at, zone)
       SELECT org_id, contact_id, origin, call_id, effect_id, phone_number_id, flow_version_id, due_at, zone FROM callback`,
    );
    await expect(again).rejects.toMatchObject({ constraint: 'callback_effect_key' });
  });
});

describe('recordings', () => {
  beforeEach(() =>
    withConnection(database.urls.superuser, (client) =>
      client.query(`UPDATE recording SET state = 'available', next_try_at = now(), tries = 0`),
    ),
  );

  const claim = (count: number, leaseSeconds: number) =>
    asked(`SELECT * FROM claim_recordings(${count}, ${leaseSeconds})`);

  it('that the carrier holds are claimed, and hidden from others for the lease', async () => {
    expect(new Set(orgsOf(await claim(10, 60)))).toEqual(new Set(both()));
    expect(await claim(10, 60)).toEqual([]);
  });

  it('come back after a lease nobody finished, with their tries counted', async () => {
    await claim(10, 0);
    expect((await claim(10, 60)).map((row) => row['tries'])).toEqual([2, 2]);
  });

  it('are not claimed twice at once', async () => {
    const claims = await Promise.all([claim(1, 60), claim(1, 60), claim(1, 60)]);
    expect(new Set(claims.flat().map((row) => row['recording_id'])).size).toBe(2);
    expect(claims.flat()).toHaveLength(2);
  });

  it('are fetched only with their bytes, and their voicemail waits for its transcript then', async () => {
    expect(await asked('SELECT * FROM pending_transcriptions(10)')).toEqual([]);
    const [tenant] = tenants;
    const fetched = `state = 'fetched', fetched_at = now(), storage_key = 'key', byte_size = 1`;
    const unproven = change(tenant, `UPDATE recording SET ${fetched}`);
    await expect(unproven).rejects.toMatchObject({ constraint: 'recording_fetched_check' });
    await change(tenant, `UPDATE recording SET ${fetched}, sha256 = '${randomBytes(32).toString('hex')}'`);
    expect(orgsOf(await asked('SELECT * FROM pending_transcriptions(10)'))).toEqual([tenant.orgId]);
    await change(tenant, `UPDATE voicemail SET transcript_state = 'offline'`);
    expect(await asked('SELECT * FROM pending_transcriptions(10)')).toEqual([]);
  });
});

describe('a number of ours that goes', () => {
  it('leaves the calls and messages it took', async () => {
    const [tenant] = tenants;
    const left = await withOrg(pool, tenant.orgId, async (tx) => {
      const account = { org_id: tenant.orgId, carrier_account_id: tenant.carrierAccountId, language: 'en' };
      const numberId = await insertRow(tx, 'phone_number', { ...account, e164: `+1212555${Date.now()}` });
      const callId = await insertRow(tx, 'call', {
        org_id: tenant.orgId,
        direction: 'inbound',
        provider: 'twilio',
        provider_account: 'AC1',
        provider_call_id: randomUUID(),
        state: 'completed',
        phone_number_id: numberId,
        closed_at: new Date(),
      });
      await tx.query('DELETE FROM phone_number WHERE id = $1', [numberId]);
      return (await tx.query('SELECT org_id, phone_number_id FROM call WHERE id = $1', [callId])).rows;
    });
    expect(left).toEqual([{ org_id: tenant.orgId, phone_number_id: null }]);
  });
});
