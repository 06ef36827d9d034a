import type { PoolClient } from 'pg';
import { ROW_REASONS } from '../../domain/import/row-reasons.ts';

const DUPLICATES = ['duplicate.in_file', 'duplicate.in_list'] as const;

/** What became of staged contacts; `suppressed` counts among the accepted. */
export interface MergedCounts {
  accepted: number;
  duplicates: number;
  suppressed: number;
}

// In the order of the hash: two imports that meet the same people lock them in the same order.
const INSERT_NEW = `
  WITH new AS (
    INSERT INTO contact (org_id, id, phone_hash, external_id, language, zone, region, country, source, attributes, import_id)
    SELECT $1, id, phone_hash, external_id, language, zone, region, country, source, attributes, $2
      FROM pg_temp.import_stage ORDER BY phone_hash
    ON CONFLICT (org_id, phone_hash) DO NOTHING
    RETURNING id
  ), pii AS (
    INSERT INTO contact_pii (org_id, contact_id, phone_e164, first_name, last_name, email)
    SELECT $1, id, phone_e164, first_name, last_name, email FROM pg_temp.import_stage JOIN new USING (id)
  )
  INSERT INTO call_list_member (org_id, call_list_id, contact_id, priority)
  SELECT $1, $3, id, priority FROM pg_temp.import_stage JOIN new USING (id)`;

// A statement of its own, so that it sees the contact that another transaction's insert gave way to.
const ADD_KNOWN = `
  WITH known AS (
    SELECT s.line_no, s.priority, c.id, c.import_id
      FROM pg_temp.import_stage s
      JOIN contact c ON c.org_id = $1 AND c.phone_hash = s.phone_hash
     WHERE c.id <> s.id
  ), added AS (
    INSERT INTO call_list_member (org_id, call_list_id, contact_id, priority)
    SELECT $1, $3, id, priority FROM known ORDER BY id
    ON CONFLICT DO NOTHING
    RETURNING contact_id
  ), repeated AS (
    SELECT line_no, import_id IS NOT DISTINCT FROM $2 AS in_file
      FROM known WHERE id NOT IN (SELECT contact_id FROM added)
  ), noted AS (
    INSERT INTO contact_import_row (org_id, import_id, line_no, code, reason)
    SELECT $1, $2, line_no, CASE WHEN in_file THEN $4 ELSE $6 END, CASE WHEN in_file THEN $5 ELSE $7 END
      FROM repeated
  )
  DELETE FROM pg_temp.import_stage WHERE line_no IN (SELECT line_no FROM repeated)`;

const COUNT_SUPPRESSED = `
  SELECT count(*)::int AS suppressed FROM pg_temp.import_stage s
   WHERE EXISTS (SELECT FROM suppression p WHERE p.org_id = $1 AND p.phone_hash = s.phone_hash AND p.scope = 'all')`;

/**
 * Takes what is staged (`count` rows, each number once) into contacts and the call list. A number that is a contact
 * already keeps what is known of it and is put on the list; one that is on the list already is noted as a duplicate.
 */
export async function mergeStaged(
  tx: PoolClient,
  job: { orgId: string; importId: string; callListId: string },
  count: number,
): Promise<MergedCounts> {
  if (count === 0) return { accepted: 0, duplicates: 0, suppressed: 0 };
  const ids = [job.orgId, job.importId, job.callListId];
  const { rowCount: added } = await tx.query(INSERT_NEW, ids);
  let duplicates = 0;
  if ((added ?? 0) < count) {
    const words = DUPLICATES.flatMap((code) => [code, ROW_REASONS[code]]);
    const repeated = await tx.query(ADD_KNOWN, [...ids, ...words]);
    duplicates = repeated.rowCount ?? 0;
  }
  const { rows } = await tx.query<{ suppressed: number }>(COUNT_SUPPRESSED, [job.orgId]);
  return { accepted: count - duplicates, duplicates, suppressed: rows[0]?.suppressed ?? 0 };
}
