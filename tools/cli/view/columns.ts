import { renderColumns } from '../../render-columns.ts';
import { inert } from './inert.ts';

/** What a cell is made of; null is shown as `-`. */
export type Cell = string | number | boolean | null | undefined;

/** One column of a table: its head, and what it shows of a row. */
export type Columns<T> = Readonly<Record<string, (row: T) => Cell>>;

/** A table of items, or a word that there are none. */
export function renderTable<T>(items: readonly T[], columns: Columns<T>): string {
  if (items.length === 0) return 'none';
  const cells = items.map((item) => Object.values(columns).map((of) => text(of(item))));
  return renderColumns([Object.keys(columns).map((head) => head.toUpperCase()), ...cells]);
}

/** Fields of one thing, a line each; what is absent is left out. */
export function renderFields(fields: Readonly<Record<string, Cell>>): string {
  const shown = Object.entries(fields).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  );
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${text(value)}`).join('\n');
}

/** A moment as people read it, in UTC, to the second. */
export function shortMoment(instant: string | null): string | null {
  return instant === null ? null : instant.slice(0, 19).replace('T', ' ');
}

function text(cell: Cell): string {
  if (cell === null || cell === undefined) return '-';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return inert(String(cell)).replaceAll('\n', ' ');
}
