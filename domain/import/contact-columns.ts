import { IMPORT_LIMITS } from './import-limits.ts';

/** Columns with a meaning of their own; every other column becomes an attribute of its name, letter case kept. */
export const CONTACT_COLUMNS = [
  'phone',
  'first_name',
  'last_name',
  'email',
  'language',
  'zone',
  'region',
  'country',
  'external_id',
  'priority',
  'source',
] as const;
export type ContactColumn = (typeof CONTACT_COLUMNS)[number];

/** Which cell holds what: `columns` by index, `attributes` as name and index; `count` cells a record. */
export interface ContactHeader {
  columns: Partial<Record<ContactColumn, number>>;
  attributes: readonly { name: string; index: number }[];
  count: number;
}

export type HeaderResult = { ok: true; header: ContactHeader } | { ok: false; problems: string[] };

const ATTRIBUTE_NAME = /^\p{L}[\p{L}\p{N}_ .-]*$/u;

function isContactColumn(name: string): name is ContactColumn {
  return (CONTACT_COLUMNS as readonly string[]).includes(name);
}

/** Names as compared: `First Name` and `first_name` are one column. */
function normalised(name: string): string {
  return name.trim().toLowerCase().replaceAll(/[ -]+/g, '_');
}

function nameProblems(names: readonly string[]): string[] {
  const problems = names.flatMap((name, index) => {
    if (name === '') return [`column ${index + 1} has no name`];
    if (name.length > IMPORT_LIMITS.columnName)
      return [`the name of column ${index + 1} is longer than ${IMPORT_LIMITS.columnName} characters`];
    if (!ATTRIBUTE_NAME.test(name))
      return [`column ${index + 1} has a name that starts with no letter or has signs`];
    return names.indexOf(name) === index ? [] : [`column ${name} comes twice`];
  });
  if (names.length > IMPORT_LIMITS.columns) problems.push(`more than ${IMPORT_LIMITS.columns} columns`);
  return problems;
}

/**
 * What the first record of a file says. Only `phone` is required. `problems` are clauses in plain English; where
 * `phone` is missing they name every unknown column too, since one of them is probably it in another spelling.
 */
export function readHeader(cells: readonly string[]): HeaderResult {
  const names = cells.map(normalised);
  const unknown = cells.flatMap((cell, index) =>
    isContactColumn(names[index] ?? '') ? [] : [{ name: cell.trim(), index }],
  );
  const problems = nameProblems(names);
  if (!names.includes('phone')) {
    problems.unshift('column phone is missing');
    const spelled = unknown
      .filter(({ name }) => name !== '')
      .map(({ name }) => name.slice(0, IMPORT_LIMITS.columnName));
    if (spelled.length > 0) problems.push(`unknown: ${spelled.slice(0, IMPORT_LIMITS.columns).join(', ')}`);
  }
  if (unknown.length > IMPORT_LIMITS.attributes)
    problems.push(`more than ${IMPORT_LIMITS.attributes} columns of your own`);
  if (problems.length > 0) return { ok: false, problems };
  const columns = Object.fromEntries(
    names.flatMap((name, index) => (isContactColumn(name) ? [[name, index] as const] : [])),
  );
  return { ok: true, header: { columns, attributes: unknown, count: names.length } };
}

/** The delimiter of a file by its first line: the commonest of comma, semicolon and tab; comma where there is none. */
export function delimiterOf(firstLine: string): ',' | ';' | '\t' {
  const count = (delimiter: string) => firstLine.split(delimiter).length;
  return ([',', ';', '\t'] as const).reduce((best, each) => (count(each) > count(best) ? each : best));
}
