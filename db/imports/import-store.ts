import type { Pool, PoolClient } from 'pg';
import type { RefusedRow } from '../../domain/import/import-chunk.ts';
import type { ImportedContact, Language } from '../../domain/import/read-contact.ts';
import { raiseNotification } from '../notifications/raise-notification.ts';
import { withOrg } from '../tenant.ts';
import { recordEvent } from '../webhooks/record-event.ts';
import { stageContacts, type StagedContact } from './stage-contacts.ts';
import { mergeStaged } from './merge-staged.ts';

export type ImportState = 'queued' | 'running' | 'completed' | 'failed';

/** An import and what its organization sets: `byteOffset` is the first byte not taken in, `lineNo` the last line that is. */
export interface ImportJob {
  orgId: string;
  importId: string;
  callListId: string;
  state: ImportState;
  filePath: string;
  byteOffset: number;
  lineNo: number;
  source: string;
  defaultCountry: string;
  language: Language;
  phoneHashKey: Buffer;
}

/** Rows so far: accepted ones are on the list now; suppressed ones are accepted too, but will not be dialled. */
export interface ImportCounts {
  accepted: number;
  rejected: number;
  duplicates: number;
  suppressed: number;
}

/** One stretch of the file, `[fromByte, toByte)`, ready to be saved. */
export interface ImportChunk {
  fromByte: number;
  toByte: number;
  toLine: number;
  contacts: { line: number; phoneHash: Buffer; contact: ImportedContact }[];
  refused: RefusedRow[];
}

const LOAD = `
  SELECT i.call_list_id AS "callListId", i.state, i.file_path AS "filePath", i.byte_offset AS "byteOffset",
         i.line_no AS "lineNo", i.source, i.default_country AS "defaultCountry",
         o.default_language AS "language", o.phone_hash_key AS "phoneHashKey"
    FROM contact_import i JOIN organization o ON o.id = i.org_id
   WHERE i.id = $1`;

/** The import of an organization, or null when there is none. */
export async function loadImport(pool: Pool, orgId: string, importId: string): Promise<ImportJob | null> {
  return withOrg(pool, orgId, async (tx) => {
    const { rows } = await tx.query<Omit<ImportJob, 'orgId' | 'importId'>>(LOAD, [importId]);
    return rows[0] ? { orgId, importId, ...rows[0] } : null;
  });
}

/** State, counts and error code of an import, or null when there is none. */
export async function importSummary(
  pool: Pool,
  orgId: string,
  importId: string,
): Promise<(ImportCounts & { state: ImportState; errorCode: string | null; byteOffset: number }) | null> {
  return withOrg(pool, orgId, async (tx) => {
    const { rows } = await tx.query(
      `SELECT state, error_code AS "errorCode", byte_offset AS "byteOffset", accepted, rejected, duplicates, suppressed
         FROM contact_import WHERE id = $1`,
      [importId],
    );
    return rows[0] ?? null;
  });
}

function staged({ contacts }: ImportChunk): StagedContact[] {
  return contacts.map(({ line, phoneHash, contact }) => ({ line, phoneHash, ...contact }));
}

async function insertRefused(tx: PoolClient, job: ImportJob, refused: readonly RefusedRow[]): Promise<void> {
  if (refused.length === 0) return;
  await tx.query(
    `INSERT INTO contact_import_row (org_id, import_id, line_no, code, reason)
     SELECT $1, $2, row.* FROM unnest($3::int[], $4::text[], $5::text[]) AS row`,
    [
      job.orgId,
      job.importId,
      refused.map((row) => row.line),
      refused.map((row) => row.code),
      refused.map((row) => row.reason),
    ],
  );
}

function isDuplicate({ code }: RefusedRow): boolean {
  return code === 'duplicate.in_file';
}

/**
 * Saves one stretch in one transaction: contacts, list members, refused rows, counts and the new position. EFFECT:
 * all of it, or nothing; 'moved' and nothing when the import no longer stands at `fromByte`, because another run
 * saved this stretch, or has ended. `on.staged` is called when only the database has work left.
 */
export async function saveChunk(
  pool: Pool,
  job: ImportJob,
  chunk: ImportChunk,
  on: { staged?: () => void; beforeCommit?: () => void } = {},
): Promise<'saved' | 'moved'> {
  return withOrg(pool, job.orgId, async (tx) => {
    const position = await tx.query(
      `SELECT FROM contact_import
        WHERE id = $1 AND byte_offset = $2 AND state IN ('queued', 'running') FOR UPDATE`,
      [job.importId, chunk.fromByte],
    );
    if (position.rowCount === 0) return 'moved';
    await insertRefused(tx, job, chunk.refused);
    await stageContacts(tx, staged(chunk));
    on.staged?.();
    const merged = await mergeStaged(tx, job, chunk.contacts.length);
    const duplicatesInChunk = chunk.refused.filter(isDuplicate).length;
    await tx.query(
      `UPDATE contact_import
          SET state = 'running', byte_offset = $2, line_no = $3, accepted = accepted + $4,
              rejected = rejected + $5, duplicates = duplicates + $6, suppressed = suppressed + $7
        WHERE id = $1`,
      [
        job.importId,
        chunk.toByte,
        chunk.toLine,
        merged.accepted,
        chunk.refused.length - duplicatesInChunk,
        merged.duplicates + duplicatesInChunk,
        merged.suppressed,
      ],
    );
    on.beforeCommit?.();
    return 'saved';
  });
}

/**
 * Ends an import: completed, or failed with a code and, when the header is at fault, a sentence kept as the row of
 * line 1. EFFECT: once; an import that has ended, or does not stand at `atByte`, stays as it is.
 */
export async function finishImport(
  pool: Pool,
  job: ImportJob,
  end: { atByte: number; errorCode: string | null; refused?: RefusedRow },
): Promise<void> {
  await withOrg(pool, job.orgId, async (tx) => {
    const { rowCount } = await tx.query(
      `UPDATE contact_import
          SET state = CASE WHEN $3::text IS NULL THEN 'completed' ELSE 'failed' END, error_code = $3,
              finished_at = clock_timestamp()
        WHERE id = $1 AND byte_offset = $2 AND state IN ('queued', 'running')`,
      [job.importId, end.atByte, end.errorCode],
    );
    if (rowCount === 0) return;
    if (end.refused) await insertRefused(tx, job, [end.refused]);
    const hasFailed = end.errorCode !== null;
    await recordEvent(tx, hasFailed ? 'import.failed' : 'import.completed', job.importId);
    if (hasFailed) await raiseNotification(tx, 'import.failed', job.importId);
  });
}
