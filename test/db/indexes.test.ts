import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';

let database: TestDatabase;
let user: pg.Client;
let superuser: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  user = new pg.Client(database.urls.user);
  superuser = new pg.Client(database.urls.superuser);
  await Promise.all([user.connect(), superuser.connect()]);
  // The tables are empty: without this every plan would be a scan of nothing.
  for (const client of [user, superuser])
    await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
  await user.query(`SELECT set_config('app.org', uuidv7()::text, false)`);
}, 120_000);

afterAll(async () => {
  await Promise.all([user.end(), superuser.end()]);
  await database.drop();
});

async function planOf(client: pg.Client, sql: string): Promise<string> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF) ${sql}`);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

// Queries name no organization: row-level security adds it, and the index must serve that too.
const tenantPaths: readonly [what: string, sql: string, index: string][] = [
  ['one row by its id', `SELECT * FROM call_attempt WHERE id = uuidv7()`, 'call_attempt_pkey'],
  ['calls, newest first', `SELECT * FROM call ORDER BY id DESC LIMIT 50`, 'call_pkey'],
  [
    'calls of a campaign, newest first',
    `SELECT * FROM call WHERE campaign_id = uuidv7() ORDER BY id DESC LIMIT 50`,
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
    `SELECT id FROM campaign_contact WHERE campaign_id = uuidv7() AND state = 'pending' AND next_at <= rule_now()
      ORDER BY priority DESC, next_at LIMIT 100 FOR UPDATE SKIP LOCKED`,
    'campaign_contact_due',
  ],
  [
    'leases of a campaign that ran out',
    `SELECT id FROM campaign_contact WHERE campaign_id = uuidv7() AND state = 'leased' AND lease_until < now()`,
    'campaign_contact_leased',
  ],
  [
    'why a contact was called',
    `SELECT * FROM dial_decision WHERE contact_id = uuidv7() ORDER BY seq DESC LIMIT 50`,
    'dial_decision_contact',
  ],
  [
    'the timeline of an attempt',
    `SELECT * FROM attempt_event WHERE attempt_id = uuidv7() ORDER BY seq`,
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
    `SELECT id FROM call_attempt WHERE closed_at IS NULL AND id > uuidv7() ORDER BY id LIMIT 100`,
    'call_attempt_open',
  ],
  [
    'the relay',
    `SELECT id FROM outbox WHERE sent_at IS NULL AND next_try_at <= statement_timestamp()
      ORDER BY next_try_at LIMIT 100 FOR UPDATE SKIP LOCKED`,
    'outbox_unsent',
  ],
  ['a sent message', `SELECT id FROM outbox WHERE sent_at IS NULL AND id = uuidv7()`, 'outbox_id'],
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
