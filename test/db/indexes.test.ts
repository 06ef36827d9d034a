import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { planOf } from './plan-of.ts';

const org = `'019a0000-0000-7000-8000-000000000001'`;
const someId = `'019a0000-0000-7000-8000-000000000002'`;

let database: TestDatabase;
let user: pg.Client;
let superuser: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  user = new pg.Client(database.urls.user);
  superuser = new pg.Client(database.urls.superuser);
  await Promise.all([user.connect(), superuser.connect()]);
  // On an empty table every index costs the same; with rows the planner has a reason to choose.
  await superuser.query(`
    SET session_replication_role = replica;
    INSERT INTO call_attempt (org_id, intent_kind, intent_id, attempt_no, contact_id, phone_hash, from_e164,
                              carrier_account_id, provider, provider_account, provider_call_id, state, outcome, cause,
                              dial_token, decision_id, dial_started_at, deadline_at, closed_at)
    SELECT ${org}, 'manual', uuidv7(), 1, uuidv7(), sha256(n::text::bytea), '', uuidv7(), 'twilio', 'AC1', n::text,
           CASE n % 10 WHEN 0 THEN 'planned' WHEN 1 THEN 'review' ELSE 'ended' END, 'failed', 'test',
           uuidv7(), uuidv7(), now() - n * interval '1 minute', now() + n * interval '1 minute',
           CASE WHEN n % 10 > 1 THEN now() END
      FROM generate_series(1, 2000) n;
    ANALYZE call_attempt`);
  for (const client of [user, superuser])
    await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
  await user.query(`SELECT set_config('app.org', ${org}, false)`);
}, 120_000);

afterAll(async () => {
  await Promise.all([user.end(), superuser.end()]);
  await database.drop();
});

// Queries name no organization: row-level security adds it, and the index must serve that too.
const tenantPaths: readonly [what: string, sql: string, index: string][] = [
  ['one row by its id', `SELECT * FROM call_attempt WHERE id = ${someId}`, 'call_attempt_pkey'],
  ['calls, newest first', `SELECT * FROM call ORDER BY id DESC LIMIT 50`, 'call_pkey'],
  [
    'calls of a campaign, newest first',
    `SELECT * FROM call WHERE campaign_id = ${someId} ORDER BY id DESC LIMIT 50`,
    'call_campaign',
  ],
  [
    'attempts in the window of a cap',
    `SELECT count(*) FROM call_attempt WHERE phone_hash = '\\x00' AND dial_started_at > now() - interval '1 d'`,
    'call_attempt_in_window',
  ],
  [
    'another live attempt on the number',
    `SELECT id FROM call_attempt WHERE phone_hash = '\\x00'
        AND state IN ('dialing', 'unknown', 'review', 'placed', 'ringing', 'in_call')`,
    'one_live_per_number',
  ],
  [
    'attempts in review',
    `SELECT * FROM call_attempt WHERE state = 'review' ORDER BY id LIMIT 50`,
    'call_attempt_state',
  ],
  [
    'the attempt of a carrier call',
    `SELECT id FROM call_attempt WHERE provider = 'twilio' AND provider_account = 'AC1' AND provider_call_id = 'CA1'`,
    'call_attempt_provider_call_key',
  ],
  [
    'due contacts of a campaign, by priority',
    `SELECT id FROM campaign_contact WHERE campaign_id = ${someId} AND state = 'pending' AND next_at <= rule_now()
      ORDER BY priority DESC, next_at LIMIT 100 FOR UPDATE SKIP LOCKED`,
    'campaign_contact_due',
  ],
  [
    'leases of a campaign that ran out',
    `SELECT id FROM campaign_contact WHERE campaign_id = ${someId} AND state = 'leased' AND lease_until < now()`,
    'campaign_contact_leased',
  ],
  [
    'why a contact was called',
    `SELECT * FROM dial_decision WHERE contact_id = ${someId} ORDER BY seq DESC LIMIT 50`,
    'dial_decision_contact',
  ],
  [
    'the timeline of an attempt',
    `SELECT * FROM attempt_event WHERE attempt_id = ${someId} ORDER BY seq`,
    'attempt_event_pkey',
  ],
  ['a suppressed number', `SELECT * FROM suppression WHERE phone_hash = '\\x00'`, 'suppression_key'],
  [
    'a webhook seen before',
    `SELECT id FROM webhook_inbox WHERE dedupe_key = 'x'`,
    'webhook_inbox_dedupe_key',
  ],
];

describe('app_user reads by index', () => {
  it.each(tenantPaths)('%s', async (_what, sql, index) => {
    const plan = await planOf(user, sql);
    expect(plan).toMatch(new RegExp(`using ${index} `));
    expect(plan).toMatch(/Index Cond: .*org_id = /);
    expect(plan).not.toContain('Sort');
  });
});

// The bodies of definer functions are not shown by EXPLAIN; these are their inner queries.
const systemPaths: readonly [what: string, sql: string, index: string][] = [
  [
    'the sweeper',
    `SELECT id FROM call_attempt WHERE closed_at IS NULL AND deadline_at <= statement_timestamp()
      ORDER BY deadline_at LIMIT 100`,
    'call_attempt_deadline',
  ],
  [
    'rebuild',
    `SELECT id FROM call_attempt WHERE closed_at IS NULL AND id > ${someId} ORDER BY id LIMIT 100`,
    'call_attempt_open',
  ],
  [
    'the relay',
    `SELECT id FROM outbox WHERE sent_at IS NULL AND next_try_at <= statement_timestamp()
      ORDER BY next_try_at LIMIT 100 FOR UPDATE SKIP LOCKED`,
    'outbox_unsent',
  ],
  ['a sent message', `SELECT id FROM outbox WHERE sent_at IS NULL AND id = ${someId}`, 'outbox_id'],
  ['a login', `SELECT id FROM "user" WHERE email = 'a@b.example'::citext`, 'user_email_login'],
];

describe('the system reads by index', () => {
  it.each(systemPaths)('%s', async (_what, sql, index) => {
    const plan = await planOf(superuser, sql);
    expect(plan).toMatch(new RegExp(`using ${index} `));
    expect(plan).toContain('Index Cond');
    expect(plan).not.toContain('Sort');
  });
});
