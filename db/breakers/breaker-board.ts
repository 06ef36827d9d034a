import type { Pool } from 'pg';
import { STATUS_SQL } from '../services/service-instances.ts';

export type ReportedState = 'closed' | 'half_open' | 'open';

/** How one breaker stands in the process that tells of it. */
export interface BreakerReport {
  name: string;
  state: ReportedState;
  failures: number;
  successes: number;
  changedAtMs: number;
}

/** An operator's word on a breaker; `version` is another one each time that it was said. */
export interface BreakerOrder {
  name: string;
  forced: 'open' | 'closed' | null;
  version: string;
}

/** One breaker in one running process; everything of the report is null where no process has it. */
export interface BreakerRow {
  name: string;
  forced: 'open' | 'closed' | null;
  reason: string | null;
  updated_by: string | null;
  updated_at: Date | null;
  process_id: string | null;
  process_name: string | null;
  state: ReportedState | null;
  failures: number | null;
  successes: number | null;
  changed_at: Date | null;
  reported_at: Date | null;
}

/** What operators have said about breakers. */
export async function readOrders(pool: Pool): Promise<BreakerOrder[]> {
  const { rows } = await pool.query<BreakerOrder>({
    name: 'breaker_orders',
    text: 'SELECT name, forced, updated_at::text AS version FROM breaker_override',
  });
  return rows;
}

/**
 * Says about a breaker what every process then does: holds it open or closed, or with null lets it begin anew. EFFECT:
 * one more row of `breaker_order`, which is what operators ordered and is never changed.
 */
export async function giveOrder(
  pool: Pool,
  order: { name: string; forced: 'open' | 'closed' | null; reason: string | null; operatorId: string },
): Promise<void> {
  await pool.query(
    `WITH ordered AS (
       INSERT INTO breaker_order (name, forced, reason, operator_id) VALUES ($1, $2, $3, $4::uuid)
     )
     INSERT INTO breaker_override (name, forced, reason, updated_by) VALUES ($1, $2, $3, $4::uuid)
     ON CONFLICT (name) DO UPDATE
        SET forced = excluded.forced, reason = excluded.reason, updated_by = excluded.updated_by,
            updated_at = clock_timestamp()`,
    [order.name, order.forced, order.reason, order.operatorId],
  );
}

/** Of what operators ordered; a list adds conditions, order and page. */
export const SELECT_ORDERS = 'SELECT id, name, forced, reason, operator_id, at FROM breaker_order';

/** One order that was given. */
export interface BreakerOrderRow {
  id: string;
  name: string;
  forced: 'open' | 'closed' | null;
  reason: string | null;
  operator_id: string;
  at: Date;
}

/** Writes how the breakers of a process stand, and takes away those that it has no more. IDEMPOTENT. */
export async function reportBreakers(
  pool: Pool,
  processId: string,
  reports: readonly BreakerReport[],
): Promise<void> {
  await pool.query({
    name: 'report_breakers',
    text: `WITH told AS (
             SELECT * FROM jsonb_to_recordset($2::jsonb)
               AS t(name text, state text, failures int, successes int, "changedAtMs" double precision)
           ), gone AS (
             DELETE FROM breaker_report r
              WHERE r.process_id = $1 AND NOT EXISTS (SELECT FROM told t WHERE t.name = r.name)
           )
           INSERT INTO breaker_report (process_id, name, state, failures, successes, changed_at)
           SELECT $1, t.name, t.state, t.failures, t.successes, to_timestamp(t."changedAtMs" / 1000) FROM told t
           ON CONFLICT (process_id, name) DO UPDATE
              SET state = excluded.state, failures = excluded.failures, successes = excluded.successes,
                  changed_at = excluded.changed_at, reported_at = clock_timestamp()`,
    values: [processId, JSON.stringify(reports)],
  });
}

/** Every breaker of the running processes, and those that an operator holds; with `name` that one alone. */
export async function listBreakers(pool: Pool, name: string | null = null): Promise<BreakerRow[]> {
  const { rows } = await pool.query<BreakerRow>(
    `WITH reported AS (
       SELECT r.*, s.name AS process_name FROM breaker_report r JOIN service_instance s ON s.id = r.process_id
        WHERE ${STATUS_SQL} = 'running'
     )
     SELECT coalesce(r.name, o.name) AS name, o.forced, o.reason, o.updated_by, o.updated_at,
            r.process_id, r.process_name, r.state, r.failures, r.successes, r.changed_at, r.reported_at
       FROM reported r FULL JOIN breaker_override o ON o.name = r.name
      WHERE (r.name IS NOT NULL OR o.forced IS NOT NULL)
        AND ($1::text IS NULL OR coalesce(r.name, o.name) = $1)
      ORDER BY 1, r.process_id`,
    [name],
  );
  return rows;
}
