import { join } from 'node:path';
import type { ImportFields } from '../../../contracts/contact.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import type { Principal } from '../../auth/principal.ts';
import type { Tx } from '../../deps.ts';
import { type Asking, audited } from '../../http/audited.ts';
import { recordEnsureWorkflow } from '../../temporal/ensure-workflow.ts';
import { keepFile } from '../../uploads/receive-file.ts';
import type { ReceivedForm } from '../../uploads/read-multipart.ts';
import { type ImportRow, importById } from './import-row.ts';

const DEFAULT_COUNTRY = 'US';
const LONGEST_NAME = 200;

/** A received file with the parsed fields that say where it goes. */
interface ParsedUpload extends Omit<ReceivedForm, 'fields'> {
  readonly fields: ImportFields;
}

/**
 * Writes the import of a file into a list with the outbox row of its workflow, or finds the one that is there. A new
 * import keeps the file below `dataDir` under its own id, before the commit: a row never names a file that is not there;
 * the audit log tells of it.
 */
export async function recordImport(
  tx: Tx,
  asking: Asking & { principal: Principal },
  dataDir: string,
  upload: ParsedUpload,
): Promise<ImportRow> {
  const { principal } = asking;
  const { fields, file } = upload;
  const listId = await listOf(tx, principal.orgId, fields);
  const made = await tx.query<{ id: string; file_path: string }>(
    `INSERT INTO contact_import (id, org_id, call_list_id, file_name, file_path, file_sha256, byte_size, accepted, rejected,
       duplicates, suppressed, source, default_country, created_by)
     SELECT new.id, $1::uuid, $2, $3, 'imports/' || $1::uuid || '/' || new.id || '.csv', $4, $5, 0, 0, 0, 0, $6, $7, $8
     FROM (SELECT uuidv7() AS id) new
     ON CONFLICT (org_id, call_list_id, file_sha256) DO NOTHING RETURNING id, file_path`,
    [
      principal.orgId,
      listId,
      upload.fileName.slice(0, LONGEST_NAME) || 'upload.csv',
      file.sha256,
      file.bytes,
      fields.source,
      fields.defaultCountry ?? DEFAULT_COUNTRY,
      principal.userId,
    ],
  );
  const own = made.rows[0];
  if (!own) return importOfFile(tx, listId, file.sha256);
  await keepFile(file, join(dataDir, own.file_path));
  await recordEnsureWorkflow(tx, principal.orgId, { importId: own.id });
  const row = await importById(tx, own.id);
  const detail = { callListId: listId, bytes: file.bytes };
  await audited(asking, tx, { action: 'import.created', target: { kind: 'import', id: own.id }, detail });
  return row;
}

async function importOfFile(tx: Tx, listId: string, sha256: string): Promise<ImportRow> {
  const found = await tx.query<ImportRow>(
    'SELECT * FROM contact_import WHERE call_list_id = $1 AND file_sha256 = $2',
    [listId, sha256],
  );
  const row = found.rows[0];
  if (!row) throw new AppError({ code: 'import.not_found' });
  return row;
}

/** The list that the fields name; by name it is made when it is not there. */
async function listOf(tx: Tx, orgId: string, { listId, listName }: ImportFields): Promise<string> {
  if (listId !== undefined) {
    const known = await tx.query('SELECT FROM call_list WHERE id = $1', [listId]);
    if (known.rowCount) return listId;
    throw noSuchList();
  }
  // Who makes it at the same time is waited for, and then found.
  await tx.query(
    'INSERT INTO call_list (org_id, name) VALUES ($1, $2) ON CONFLICT (org_id, name) DO NOTHING',
    [orgId, listName],
  );
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM call_list WHERE name = $1', [listName]);
  if (!rows[0]) throw noSuchList();
  return rows[0].id;
}

function noSuchList(): AppError {
  return new AppError({
    code: 'request.not_valid',
    errors: [{ pointer: '/listId', code: 'not_found', message: 'There is no such call list.' }],
  });
}
