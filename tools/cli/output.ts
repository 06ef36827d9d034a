import { InvalidArgumentError, Option } from 'commander';

/** How a command writes its answer. */
export type OutputFormat = 'table' | 'json';

/** The option `--output`, the same of every command. */
export function outputOption(): Option {
  return new Option('--output <format>', 'how to write the answer')
    .choices(['table', 'json'])
    .default('table');
}

/** Rows as columns for people; the first row is the head. */
export function renderColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Collects `ID=FILE` options into a record. */
export function keyedFiles(value: string, known: Record<string, string>): Record<string, string> {
  const at = value.indexOf('=');
  if (at < 1 || at === value.length - 1) throw new InvalidArgumentError('It is ID=FILE.');
  return { ...known, [value.slice(0, at)]: value.slice(at + 1) };
}
