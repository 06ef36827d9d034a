import type { ContactHeader } from './contact-columns.ts';
import type { ParsedRecord } from './parse-frames.ts';
import { type ImportDefaults, type ImportedContact, readContact } from './read-contact.ts';
import { ROW_REASONS, type RowCode } from './row-reasons.ts';

/** A line that brings no contact: refused, or (code `duplicate.…`) a repetition. `reason` is one plain sentence. */
export interface RefusedRow {
  line: number;
  code: RowCode;
  reason: string;
}

/** Good and refused rows of one stretch of a file; each number occurs once. */
export interface ImportRows {
  contacts: { line: number; contact: ImportedContact }[];
  refused: RefusedRow[];
}

/** A refused line in words. */
export function refusedRow(line: number, code: RowCode, detail?: string): RefusedRow {
  return {
    line,
    code,
    reason: detail === undefined ? ROW_REASONS[code] : `${ROW_REASONS[code]} (${detail})`,
  };
}

/** Reads records as contacts; of several with one number the first line wins. Pure. */
export function readRows(
  records: readonly ParsedRecord[],
  header: ContactHeader,
  defaults: ImportDefaults,
): ImportRows {
  const rows: ImportRows = { contacts: [], refused: [] };
  const numbers = new Set<string>();
  for (const record of records) {
    const { line } = record;
    if ('code' in record) {
      rows.refused.push(refusedRow(line, record.code));
      continue;
    }
    const result = readContact(record.cells, header, defaults);
    if (!result.ok) rows.refused.push(refusedRow(line, result.code, result.detail));
    else if (numbers.has(result.contact.phoneE164)) rows.refused.push(refusedRow(line, 'duplicate.in_file'));
    else {
      numbers.add(result.contact.phoneE164);
      rows.contacts.push({ line, contact: result.contact });
    }
  }
  return rows;
}
