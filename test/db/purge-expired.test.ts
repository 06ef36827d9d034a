import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Pool, PoolClient } from 'pg';
import { createPool } from '../../db/pool.ts';
import { purgeExpired } from '../../db/purge-expired.ts';
import { withOrg } from '../../db/tenant.ts';
import { withConnection } from '../../tools/stack/parts/postgres.ts';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { fillTenant, type Tenant } from './fill-tenant.ts';
import { insertRow } from './tenant-fixture.ts';

let database: TestDatabase;
let pool: Pool;
let system: Pool;
let tenant: Tenant;
beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.urls.user, { max: 2 });
  system = createPool(database.urls.system, { max: 2 });
  tenant = await fillTenant(pool, database.urls, 'tenant');
}, 120_000);
afterAll(async () => {
  await Promise.all([pool.end(), system.end()]);
  await database.drop();
});

it('deletes what was sent long ago, and keeps what was not sent or is young', async () => {
  const orgId = randomUUID();
  const owner = createPool(database.urls.owner, { max: 1 });
  await withOrg(owner, orgId, (tx) =>
    tx.query(
      `INSERT INTO outbox (org_id, kind, key, payload, sent_at)
       SELECT $1, 'call_ended', key, '{}', sent_at FROM (VALUES
         ('old', clock_timestamp() - interval '8 days'), ('young', clock_timestamp()), ('unsent', NULL)) AS v(key, sent_at)`,
      [orgId],
    ),
  );
  await owner.end();
  expect(await purgeExpired(system)).toContainEqual({ table: 'outbox', rows: 1 });
  const { rows } = await withOrg(pool, orgId, (tx) =>
    tx.query<{ key: string }>('SELECT key FROM outbox ORDER BY key'),
  );
  expect(rows.map(({ key }) => key)).toEqual(['unsent', 'young']);
});

/** Tables in which everything of the fixture has its end, and what makes a row of them old. */
const EXPIRING: readonly [table: string, old: string][] = [
  ['webhook_delivery', `state = 'failed', created_at = now() - interval '31 days'`],
  ['webhook_event', `occurred_at = now() - interval '31 days'`],
  ['notification', `created_at = now() - interval '91 days'`],
  ['refresh_token', `expires_at = now() - interval '8 days'`],
  ['user_session', `expires_at = now() - interval '31 days'`],
  ['password_reset', `expires_at = now() - interval '8 days'`],
  ['invitation', `expires_at = now() - interval '31 days'`],
  ['login_backoff', `updated_at = now() - interval '2 days', blocked_until = now() - interval '1 hour'`],
  ['breaker_report', `reported_at = now() - interval '2 days'`],
  ['service_instance', `heartbeat_at = now() - interval '8 days'`],
  ['trace_span', `started_at = now() - interval '25 hours'`],
];

/** A row of each table of the installation. */
async function reportInstallation(tx: PoolClient): Promise<void> {
  await insertRow(tx, 'login_backoff', { key: 'ip:hash' });
  const report = { process_id: 'p1', name: 'twilio', state: 'closed', changed_at: new Date() };
  await insertRow(tx, 'breaker_report', report);
  const instance = { id: 'p1', name: 'api', version: '1', queues: [], host: 'host', pid: 1 };
  await insertRow(tx, 'service_instance', { ...instance, started_at: new Date() });
  const span = { trace_id: randomBytes(16).toString('hex'), span_id: randomBytes(8).toString('hex') };
  const work = { name: 'GET', kind: 'server', process: 'api', started_at: new Date(), duration_us: 1 };
  await insertRow(tx, 'trace_span', { ...span, ...work });
}

it('deletes of each table what expired long ago, and before that nothing', async () => {
  await withOrg(pool, tenant.orgId, reportInstallation);
  const young = await purgeExpired(system);
  expect(young.filter(({ rows }) => rows > 0)).toEqual([]);
  expect(young.map(({ table }) => table)).toEqual(expect.arrayContaining(EXPIRING.map(([table]) => table)));
  for (const [table, old] of EXPIRING) {
    // Past the trigger that refuses to rewrite history, which is what time does.
    await withConnection(database.urls.superuser, (client) =>
      client.query(`SET session_replication_role = replica; UPDATE ${table} SET ${old}`),
    );
    const purged = await purgeExpired(system);
    expect(purged.filter(({ rows }) => rows > 0)).toEqual([{ table, rows: 1 }]);
  }
});

it('deletes a replayed delivery only after its replays, and an event after its deliveries', async () => {
  await withOrg(pool, tenant.orgId, async (tx) => {
    const org = { org_id: tenant.orgId };
    const eventId = await insertRow(tx, 'webhook_event', {
      ...org,
      type: 'call.ended',
      payload: '{}',
      occurred_at: new Date(0),
    });
    const { rows } = await tx.query<{ id: string }>('SELECT id FROM webhook_endpoint');
    const delivery = { ...org, endpoint_id: rows[0]?.id, event_id: eventId };
    const old = { ...delivery, state: 'failed', created_at: new Date(0) };
    const original = await insertRow(tx, 'webhook_delivery', old);
    await insertRow(tx, 'webhook_delivery', { ...old, replay_of: original });
  });
  const rounds = [await purgeExpired(system), await purgeExpired(system), await purgeExpired(system)];
  expect(rounds.map((purged) => purged.filter(({ rows }) => rows > 0))).toEqual([
    [{ table: 'webhook_delivery', rows: 1 }],
    [{ table: 'webhook_delivery', rows: 1 }],
    [{ table: 'webhook_event', rows: 1 }],
  ]);
});
