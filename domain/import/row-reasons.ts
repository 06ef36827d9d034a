import type { FrameFault } from './frame-records.ts';
import type { RowFaultCode } from './read-contact.ts';

/** Codes of `contact_import_row`: why a line was refused, or that its person is on the list already. */
export type RowCode =
  | RowFaultCode
  | FrameFault
  | 'row.not_utf8'
  | 'row.malformed'
  | 'header.not_valid'
  | 'duplicate.in_file'
  | 'duplicate.in_list';

/** The sentence for each code; never holds a value of the file. */
export const ROW_REASONS: Readonly<Record<RowCode, string>> = {
  'cell.too_long': 'A cell is too long.',
  'country.not_valid': 'The country is no ISO 3166-1 code of two letters.',
  'duplicate.in_file': 'An earlier line of the file has the same number.',
  'duplicate.in_list': 'The number was on the list before this import.',
  'email.not_valid': 'The e-mail address is not valid.',
  'header.not_valid': 'The header is not valid.',
  'language.not_valid': 'The language is none of en, es, cs.',
  'phone.empty': 'There is no phone number.',
  'phone.extension': 'The number has an extension, which cannot be dialled.',
  'phone.no_country': 'The number has no known country code, and no country is given.',
  'phone.not_a_number': 'The phone number is no number.',
  'phone.not_valid': 'The phone number is not possible in its country.',
  'phone.too_long': 'The phone number is too long.',
  'phone.too_short': 'The phone number is too short.',
  'priority.not_valid': 'The priority is no whole number of at most six digits.',
  'region.not_valid': 'The region is no state or province code.',
  'row.column_count': 'The line has another number of cells than the header.',
  'row.malformed': 'The line is not CSV.',
  'row.not_utf8': 'The line is not UTF-8: save the file as UTF-8 and import it again.',
  'row.nul': 'The line holds a NUL character.',
  'row.too_long': 'The line is too long.',
  'row.unbalanced_quote': 'A quote is opened and not closed properly.',
  'source.missing': 'The source of the number is missing, and the import names none.',
  'zone.not_valid': 'The zone is no IANA time zone.',
};
