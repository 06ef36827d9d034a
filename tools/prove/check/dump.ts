import { readFileSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import type { DatabaseDump } from './dump.types.ts';

type Rows = { [K in keyof DatabaseDump as DatabaseDump[K] extends number ? never : K]: string };

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8 AS ${column}`;

const QUERIES: Rows = {
  campaigns: `SELECT id, state, call_list_id, window_start_minute, window_end_minute, weekdays, max_attempts FROM campaign`,
  members: `SELECT call_list_id, contact_id FROM call_list_member`,
  contacts: `SELECT c.id, p.phone_e164, c.zone FROM contact c JOIN contact_pii p ON p.contact_id = c.id`,
  campaignContacts: `SELECT id, campaign_id, contact_id, state, outcome, reason, ${ms('next_at')}, attempt_id FROM campaign_contact`,
  attempts: `SELECT id, intent_kind, intent_id, attempt_no, campaign_id, contact_id, provider_call_id, state, outcome,
    reason, cause, ${ms('deadline_at')}, ${ms('dial_started_at')}, ${ms('closed_at')} FROM call_attempt`,
  events: `SELECT attempt_id, seq, from_state, to_state, cause FROM attempt_event ORDER BY attempt_id, seq`,
  outbox: `SELECT id, kind, key, ${ms('sent_at')} FROM outbox`,
  incidents: `SELECT kind, attempt_id FROM incident`,
};

/**
 * Writes the rows to `path` as JSON lines `{table, row}` and returns them. One repeatable-read transaction, so all
 * tables show the same moment. `url` is a role that row-level security does not bind (the backup role), or with `orgId`
 * app_user: then the dump holds what that organization has.
 */
export async function exportDump(url: string, path: string, orgId?: string): Promise<DatabaseDump> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    if (orgId !== undefined) await client.query(`SELECT set_config('app.org', $1, true)`, [orgId]);
    if (orgId !== undefined) await client.query(`SELECT set_config('app.org', $1, true)`, [orgId]);
    const meta = await client.query(
      `SELECT (extract(epoch from clock_timestamp()) * 1000)::float8 AS wall, (extract(epoch from rule_now()) * 1000)::float8 AS rule`,
    );
    const lines = [line('meta', { takenAtMs: meta.rows[0].wall, takenAtRuleMs: meta.rows[0].rule })];
    for (const [table, sql] of Object.entries(QUERIES)) {
      const { rows } = await client.query(sql);
      for (const row of rows) lines.push(line(table, row));
    }
    await client.query('COMMIT');
    writeFileSync(path, lines.join(''));
  } finally {
    await client.end();
  }
  return readDump(path);
}

/** Reads a dump written by `exportDump`. Throws when a line is unreadable or of no known table. */
export function readDump(path: string): DatabaseDump {
  const tables: Record<string, unknown[]> = Object.fromEntries(
    Object.keys(QUERIES).map((table) => [table, []]),
  );
  let meta = { takenAtMs: Number.NaN, takenAtRuleMs: Number.NaN };
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    if (text === '') continue;
    const { table, row } = JSON.parse(text) as { table: string; row: unknown };
    if (table === 'meta') meta = row as typeof meta;
    else if (tables[table]) tables[table].push(row);
    else throw new Error(`${path}: rows of an unknown table ${table}`);
  }
  if (Number.isNaN(meta.takenAtMs))
    throw new Error(`${path} is not a dump: it does not say when it was taken`);
  return { ...meta, ...(tables as unknown as Omit<DatabaseDump, 'takenAtMs' | 'takenAtRuleMs'>) };
}

function line(table: string, row: unknown): string {
  return `${JSON.stringify({ table, row })}\n`;
}
