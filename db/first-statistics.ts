import type { ClientBase } from 'pg';

/**
 * Tells the planner, of each table that was never counted, that one organization may own all its rows. Row-level
 * security adds `org_id = …` to every statement; uncounted, that seems as selective as a key, and a row is then read by
 * its id through every row of its organization, until the first ANALYZE says otherwise. Idempotent, and nothing of what
 * was counted is touched. Source: PostgreSQL 18, "Statistics Manipulation Functions".
 */
export async function tellFirstStatistics(owner: ClientBase): Promise<void> {
  await owner.query(
    `SELECT pg_restore_attribute_stats(
              'schemaname', c.relnamespace::regnamespace::text, 'relname', c.relname::text, 'attname', a.attname::text,
              'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real)
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id'
      WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.reltuples <= 0`,
  );
}
