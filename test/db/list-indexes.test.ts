import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '../harness/test-database.ts';
import { planOf } from './plan-of.ts';

const org = `'019a0000-0000-7000-8000-000000000001'`;
const someId = `'019a0000-0000-7000-8000-000000000002'`;

let database: TestDatabase;
let user: pg.Client;
let superuser: pg.Client;

/** Some thousand rows a table of 41 organizations and ten parents, one in ten in the state that somebody waits for. */
const FILLING: readonly string[] = [
  `INSERT INTO call (org_id, direction, provider, provider_account, provider_call_id, state, phone_number_id,
                     flow_version_id, path, deadline_at, closed_at)
   SELECT orgs[n % 41 + 1], CASE n % 2 WHEN 0 THEN 'inbound' ELSE 'outbound' END, 'twilio', 'AC1', n::text, 'completed',
          ids[n % 10 + 1], ids[n % 10 + 1], CASE WHEN n % 5 = 0 THEN '[]'::jsonb END, now() + (n - 2000) * interval '1 s',
          CASE WHEN n % 20 > 0 THEN now() END`,
  `INSERT INTO recording (org_id, call_id, provider, provider_account, provider_recording_id, source, state,
                          next_try_at, storage_key, sha256, byte_size, fetched_at)
   SELECT orgs[n % 41 + 1], uuidv7(), 'twilio', 'AC1', n::text, 'call', CASE n % 10 WHEN 0 THEN 'available' ELSE 'fetched' END,
          now() + (n - 2000) * interval '1 s', 'key', '', 1, now()`,
  `INSERT INTO voicemail (org_id, call_id, effect_id, phone_number_id, from_e164, recording_id, state,
                          duration_seconds, language, transcript, transcript_state)
   SELECT orgs[n % 41 + 1], uuidv7(), 'effect', ids[n % 10 + 1], (n % 100)::text, uuidv7(),
          CASE n % 10 WHEN 0 THEN 'new' ELSE 'read' END, 1, 'en', '', CASE n % 10 WHEN 0 THEN 'pending' ELSE 'done' END`,
  `INSERT INTO callback (org_id, contact_id, origin, phone_number_id, flow_version_id, state, due_at, zone, finished_at)
   SELECT orgs[n % 41 + 1], ids[n % 10 + 1], 'api', ids[n % 10 + 1], ids[n % 10 + 1], CASE n % 10 WHEN 0 THEN 'scheduled' ELSE 'completed' END,
          now() + (n - 2000) * interval '1 s', 'UTC', CASE WHEN n % 10 > 0 THEN now() END`,
  `INSERT INTO flow (org_id, name, deleted_at)
   SELECT orgs[n % 41 + 1], (n % 1000)::text, CASE WHEN n % 10 = 0 THEN now() END`,
  `INSERT INTO flow_version (org_id, flow_id, version, document, graph, prompts, reads)
   SELECT orgs[n % 41 + 1], ids[n % 10 + 1], n, '{}', '{}', '{}', '{}'`,
  `INSERT INTO flow_live_change (org_id, flow_id, version_id, kind)
   SELECT orgs[n % 41 + 1], ids[n % 10 + 1], uuidv7(), 'publish'`,
  `INSERT INTO user_session (org_id, user_id, kind, expires_at)
   SELECT orgs[n % 41 + 1], ids[n % 10 + 1], 'api', now() + (n - 2000) * interval '1 s'`,
  `INSERT INTO refresh_token (org_id, session_id, generation, token_hash, expires_at)
   SELECT orgs[n % 41 + 1], ids[n % 10 + 1], n, sha256(n::text::bytea), now() + (n - 2000) * interval '1 s'`,
  `INSERT INTO password_reset (org_id, user_id, token_hash, expires_at)
   SELECT orgs[n % 41 + 1], ids[n % 10 + 1], sha256(n::text::bytea), now()`,
  `INSERT INTO invitation (org_id, email, role, token_hash, expires_at)
   SELECT orgs[n % 41 + 1], 'a@b.example', 'agent', sha256(n::text::bytea), now()`,
  `INSERT INTO api_key (org_id, name, prefix, key_hash, role, scopes)
   SELECT orgs[n % 41 + 1], 'key', 'ck', sha256(n::text::bytea), 'agent', '{}'`,
  `INSERT INTO audit_entry (org_id, seq, at, actor_kind, actor_id, action, target_kind, target_id, prev_hash, hash)
   SELECT orgs[n % 41 + 1], n, now() - n * interval '1 s', 'user', (n % 10)::text, (n % 12)::text, (n % 3)::text, (n % 50)::text,
          '', ''`,
  `INSERT INTO webhook_event (org_id, type, payload, occurred_at)
   SELECT orgs[n % 41 + 1], (n % 10)::text, '{}', now() - n * interval '1 s'`,
  `INSERT INTO webhook_delivery (org_id, endpoint_id, event_id, state, next_try_at, delivered_at, created_at)
   SELECT orgs[n % 41 + 1], ids[n % 10 + 1], uuidv7(), CASE n % 10 WHEN 0 THEN 'pending' ELSE 'delivered' END,
          now() + (n - 2000) * interval '1 s', CASE WHEN n % 10 > 0 THEN now() END, now() - n * interval '1 s'`,
  `INSERT INTO notification (org_id, user_id, kind, title, body, read_at)
   SELECT orgs[n % 41 + 1], ids[n % 10 + 1], 'kind', '', '', CASE WHEN n % 10 > 0 THEN now() END`,
  `INSERT INTO trace_span (trace_id, span_id, parent_id, name, kind, process, started_at, duration_us, status)
   SELECT (n / 10)::text, n::text, CASE WHEN n % 10 > 0 THEN 'parent' END, (n % 20)::text, 'server', 'api',
          now() - n * interval '1 s', n, CASE n % 25 WHEN 0 THEN 'error' ELSE 'ok' END`,
];

const parents = `(SELECT ${org}::uuid || array_agg(uuidv7()) AS orgs, ${someId}::uuid || array_agg(uuidv7()) AS ids
                    FROM generate_series(1, 40)) parents`;

beforeAll(async () => {
  database = await testDatabase();
  user = new pg.Client(database.urls.user);
  superuser = new pg.Client(database.urls.superuser);
  await Promise.all([user.connect(), superuser.connect()]);
  await superuser.query('SET session_replication_role = replica');
  for (const sql of FILLING) await superuser.query(`${sql} FROM generate_series(1, 4000) n, ${parents}`);
  await superuser.query('ANALYZE');
  // Pages of a small table lie side by side; of a large one they do not, and fetching one costs as much as the next.
  for (const client of [user, superuser])
    await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off; SET random_page_cost = 1.1');
  await user.query(`SELECT set_config('app.org', ${org}, false)`);
}, 120_000);

afterAll(async () => {
  await Promise.all([user.end(), superuser.end()]);
  await database.drop();
});

const newest = (limit = 50) => `ORDER BY id DESC LIMIT ${limit}`;

// The lists of the API with one filter each, as they read once the empty ones have folded away.
const lists: readonly [what: string, sql: string, index: string][] = [
  ['recordings', `SELECT * FROM recording WHERE deleted_at IS NULL ${newest()}`, 'recording_kept'],
  [
    'recordings of a call',
    `SELECT * FROM recording WHERE deleted_at IS NULL AND call_id = ${someId} ${newest()}`,
    'recording_call',
  ],
  [
    'recordings in a state, a later page',
    `SELECT * FROM recording WHERE deleted_at IS NULL AND state = 'failed' AND id < ${someId} ${newest()}`,
    'recording_state',
  ],
  [
    'a recording by the id the carrier gave it',
    `SELECT * FROM recording WHERE provider = 'twilio' AND provider_account = 'AC1' AND provider_recording_id = 'RE1'`,
    'recording_provider_recording_key',
  ],
  ['voicemail', `SELECT * FROM voicemail WHERE deleted_at IS NULL ${newest()}`, 'voicemail_kept'],
  [
    'voicemail nobody has heard',
    `SELECT * FROM voicemail WHERE deleted_at IS NULL AND state = 'new' ${newest()}`,
    'voicemail_state',
  ],
  [
    'voicemail of a number of ours',
    `SELECT * FROM voicemail WHERE deleted_at IS NULL AND phone_number_id = ${someId} ${newest()}`,
    'voicemail_phone_number',
  ],
  [
    'voicemail of a caller',
    `SELECT * FROM voicemail WHERE deleted_at IS NULL AND from_e164 = '+12125550123' ${newest()}`,
    'voicemail_from',
  ],
  [
    'the voicemail of an effect',
    `SELECT * FROM voicemail WHERE call_id = ${someId} AND effect_id = 'message:1'`,
    'voicemail_effect_key',
  ],
  ['callbacks', `SELECT * FROM callback ${newest()}`, 'callback_pkey'],
  ['callbacks in a state', `SELECT * FROM callback WHERE state = 'canceled' ${newest()}`, 'callback_state'],
  [
    'callbacks of a contact',
    `SELECT * FROM callback WHERE contact_id = ${someId} ${newest()}`,
    'callback_contact',
  ],
  [
    'open callbacks by when they are due',
    `SELECT * FROM callback WHERE state IN ('scheduled', 'calling') ORDER BY due_at, id LIMIT 50`,
    'callback_agenda',
  ],
  [
    'open callbacks on a flow version',
    `SELECT id FROM callback WHERE flow_version_id = ${someId} AND finished_at IS NULL`,
    'callback_flow_version',
  ],
  [
    'whether a number of ours is named by a callback',
    `SELECT 1 FROM callback WHERE phone_number_id = ${someId} LIMIT 1`,
    'callback_phone_number',
  ],
  [
    'calls to a number of ours',
    `SELECT * FROM call WHERE phone_number_id = ${someId} ${newest()}`,
    'call_phone_number',
  ],
  [
    'the ways through a flow in a period',
    `SELECT path FROM call WHERE flow_version_id = ${someId} AND path IS NOT NULL AND created_at >= now() - interval '1 d'`,
    'call_flow_path',
  ],
  ['flows', `SELECT * FROM flow WHERE deleted_at IS NULL ${newest()}`, 'flow_pkey'],
  ['flows by name', `SELECT * FROM flow WHERE deleted_at IS NULL ORDER BY name, id LIMIT 50`, 'flow_name'],
  [
    'flows by name, a later page from the other end',
    `SELECT * FROM flow WHERE deleted_at IS NULL AND (name, id) < ('x', ${someId}) ORDER BY name DESC, id DESC LIMIT 50`,
    'flow_name',
  ],
  [
    'the versions of a flow',
    `SELECT * FROM flow_version WHERE flow_id = ${someId} ORDER BY version DESC LIMIT 50`,
    'flow_version_number_key',
  ],
  [
    'what was live of a flow, newest first',
    `SELECT * FROM flow_live_change WHERE flow_id = ${someId} ${newest()}`,
    'flow_live_change_flow',
  ],
  [
    'the suites of a flow',
    `SELECT * FROM flow_suite WHERE flow_id = ${someId} ORDER BY suite_id`,
    'flow_suite_pkey',
  ],
  [
    'the sessions of a user',
    `SELECT * FROM user_session WHERE user_id = ${someId} AND revoked_at IS NULL ${newest()}`,
    'user_session_user',
  ],
  [
    'the last generation of a session',
    `SELECT * FROM refresh_token WHERE session_id = ${someId} ORDER BY generation DESC LIMIT 1`,
    'refresh_token_generation_key',
  ],
  ['API keys', `SELECT * FROM api_key ${newest()}`, 'api_key_pkey'],
  ['the audit log from its beginning', 'SELECT * FROM audit_entry ORDER BY seq LIMIT 50', 'audit_entry_pkey'],
  ['the audit log', 'SELECT * FROM audit_entry ORDER BY seq DESC LIMIT 50', 'audit_entry_pkey'],
  [
    'what somebody did',
    `SELECT * FROM audit_entry WHERE actor_id = 'x' ORDER BY seq DESC LIMIT 50`,
    'audit_entry_actor',
  ],
  [
    'who did it',
    `SELECT * FROM audit_entry WHERE action = 'x' ORDER BY seq DESC LIMIT 50`,
    'audit_entry_action',
  ],
  [
    'what was done to a thing',
    `SELECT * FROM audit_entry WHERE target_kind = 'x' AND target_id = 'x' ORDER BY seq DESC LIMIT 50`,
    'audit_entry_target',
  ],
  [
    'deliveries to an endpoint',
    `SELECT * FROM webhook_delivery WHERE endpoint_id = ${someId} ${newest()}`,
    'webhook_delivery_endpoint',
  ],
  [
    'due deliveries to an endpoint',
    `SELECT id FROM webhook_delivery WHERE endpoint_id = ${someId} AND state = 'pending' AND next_try_at <= now()
      ORDER BY next_try_at LIMIT 50`,
    'webhook_delivery_pending',
  ],
  [
    'the tries of a delivery',
    `SELECT * FROM webhook_delivery_attempt WHERE delivery_id = ${someId} ORDER BY try_no`,
    'webhook_delivery_attempt_pkey',
  ],
  [
    'events of a type',
    `SELECT * FROM webhook_event WHERE type = 'call.ended' ${newest()}`,
    'webhook_event_type',
  ],
  [
    'notifications of a user',
    `SELECT * FROM notification WHERE user_id = ${someId} ${newest()}`,
    'notification_user',
  ],
  [
    'notifications a user has not read',
    `SELECT * FROM notification WHERE user_id = ${someId} AND read_at IS NULL ${newest()}`,
    'notification_unread',
  ],
  [
    'the use of a provider key',
    `SELECT * FROM provider_key_usage WHERE provider_key_id = ${someId} ORDER BY day`,
    'provider_key_usage_pkey',
  ],
];

describe('app_user lists by index', () => {
  it.each(lists)('%s', async (_what, sql, index) => {
    const plan = await planOf(user, sql);
    expect(plan).toMatch(new RegExp(`using ${index} `));
    expect(plan).toMatch(/Index Cond: .*org_id = /);
    expect(plan).not.toContain('Sort');
  });
});

// Without an organization: the inner queries of definer functions, and the tables of the installation.
const installation: readonly [what: string, sql: string, index: string][] = [
  [
    'the sweep of inbound calls',
    `SELECT id FROM call WHERE direction = 'inbound' AND closed_at IS NULL AND deadline_at <= now()
      ORDER BY deadline_at LIMIT 100`,
    'call_inbound_deadline',
  ],
  [
    'the rebuild of inbound calls',
    `SELECT id FROM call WHERE direction = 'inbound' AND closed_at IS NULL AND id > ${someId} ORDER BY id LIMIT 100`,
    'call_inbound_open',
  ],
  [
    'the sweep of callbacks',
    `SELECT id FROM callback WHERE state IN ('scheduled', 'calling') AND due_at <= rule_now() ORDER BY due_at LIMIT 100`,
    'callback_due',
  ],
  [
    'the rebuild of callbacks',
    `SELECT id FROM callback WHERE state IN ('scheduled', 'calling') AND id > ${someId} ORDER BY id LIMIT 100`,
    'callback_open',
  ],
  [
    'recordings to fetch',
    `SELECT id FROM recording WHERE state = 'available' AND deleted_at IS NULL AND next_try_at <= now()
      ORDER BY next_try_at LIMIT 100 FOR UPDATE SKIP LOCKED`,
    'recording_unfetched',
  ],
  [
    'a refresh token',
    `SELECT session_id FROM refresh_token WHERE token_hash = sha256('x')`,
    'refresh_token_hash',
  ],
  ['an API key', `SELECT id FROM api_key WHERE key_hash = sha256('x')`, 'api_key_hash'],
  ['a password reset', `SELECT id FROM password_reset WHERE token_hash = sha256('x')`, 'password_reset_hash'],
  ['an invitation', `SELECT id FROM invitation WHERE token_hash = sha256('x')`, 'invitation_hash'],
  ['an operator', `SELECT id FROM operator WHERE email = 'a@b.example'::citext`, 'operator_email_key'],
  ['a trace', `SELECT * FROM trace_span WHERE trace_id = 'x'`, 'trace_span_pkey'],
  [
    'recent traces',
    `SELECT * FROM trace_span WHERE parent_id IS NULL AND started_at > now() - interval '1 h'
      ORDER BY started_at DESC LIMIT 50`,
    'trace_span_root',
  ],
  [
    'recent failures',
    `SELECT * FROM trace_span WHERE status = 'error' AND started_at > now() - interval '1 h'
      ORDER BY started_at DESC LIMIT 50`,
    'trace_span_error',
  ],
  [
    'old spans',
    `SELECT span_id FROM trace_span WHERE started_at < now() - interval '1 d' LIMIT 100`,
    'trace_span_started',
  ],
  [
    'old deliveries',
    `SELECT id FROM webhook_delivery WHERE state <> 'pending' AND created_at < now() - interval '30 d' LIMIT 100`,
    'webhook_delivery_finished',
  ],
  [
    'old sessions',
    `SELECT id FROM user_session WHERE expires_at < now() - interval '30 d' LIMIT 100`,
    'user_session_expiry',
  ],
  [
    'old refresh tokens',
    `SELECT id FROM refresh_token WHERE expires_at < now() - interval '7 d' LIMIT 100`,
    'refresh_token_expiry',
  ],
];

describe('the installation reads by index', () => {
  it.each(installation)('%s', async (_what, sql, index) => {
    const plan = await planOf(superuser, sql);
    expect(plan).toMatch(new RegExp(`using ${index} `));
    expect(plan).toContain('Index Cond');
    expect(plan).not.toContain('Sort');
  });
});
