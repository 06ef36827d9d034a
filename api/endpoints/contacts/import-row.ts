import type { z } from 'zod';
import type { importSchema } from '../../../contracts/contact.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import type { Tx } from '../../deps.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

type Import = z.input<typeof importSchema>;

/** A row of `contact_import` as the driver gives it. */
export interface ImportRow {
  id: string;
  call_list_id: string;
  state: Import['state'];
  file_name: string;
  file_sha256: string;
  byte_size: number;
  byte_offset: number;
  line_no: number;
  accepted: number;
  rejected: number;
  duplicates: number;
  suppressed: number;
  error_code: string | null;
  source: string;
  default_country: string;
  created_at: Date;
  finished_at: Date | null;
}

/** The contract shape of an import row. */
export function toImport(row: ImportRow): Import {
  return {
    id: row.id,
    listId: row.call_list_id,
    state: row.state,
    fileName: row.file_name,
    fileSha256: row.file_sha256,
    bytesTotal: row.byte_size,
    bytesDone: row.byte_offset,
    linesDone: row.line_no,
    accepted: row.accepted,
    rejected: row.rejected,
    duplicates: row.duplicates,
    suppressed: row.suppressed,
    errorCode: row.error_code,
    source: row.source,
    defaultCountry: row.default_country,
    createdAt: toInstant(row.created_at),
    finishedAt: toInstantOrNull(row.finished_at),
  };
}

/** An import of the organization; throws `import.not_found`. */
export async function importById(tx: Tx, id: string): Promise<ImportRow> {
  const found = await tx.query<ImportRow>('SELECT * FROM contact_import WHERE id = $1', [id]);
  const row = found.rows[0];
  if (!row) throw new AppError({ code: 'import.not_found' });
  return row;
}
