import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CliContext } from '../cli-command.types.ts';
import { inert } from './inert.ts';

/** How a command writes its answer. */
export type OutputFormat = 'table' | 'json';

/** Options of every command. */
export interface OutputOptions {
  readonly output: OutputFormat;
}

/** The option `--output`, the same of every command. */
export function outputOption(): Option {
  return new Option('--output <format>', 'how to write the answer')
    .choices(['table', 'json'])
    .default('table');
}

/** The options of every command that asks the API: `--output` and `--api-url`. */
export function withApiOptions(command: Command): Command {
  return command
    .addOption(outputOption())
    .option('--api-url <url>', 'the API; else EVERCALL_API_URL, else that of the last login');
}

/** Writes an answer: as JSON as it is, or as `lines` for people. */
export function writeAnswer(
  { out }: CliContext,
  { output }: OutputOptions,
  answer: unknown,
  lines: () => string,
): void {
  out(output === 'json' ? JSON.stringify(answer, null, 2) : inert(lines()));
}

/** Parses a whole number from 1 up. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It is a whole number from 1 up.');
  return value;
}

/** Parses a whole number from 0 up. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 0 up.');
  return Number(text);
}

/** Parses a number that is not negative, such as an amount of money. */
export function amount(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError('It is a number, and not below 0.');
  return value;
}

/** Parses a moment with its offset, such as `2026-12-01T09:00:00Z`; answers RFC 3339 in UTC. */
export function moment(text: string): string {
  const ms = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms))
    throw new InvalidArgumentError('It is a moment with its offset, such as 2026-12-01T09:00:00Z.');
  return new Date(ms).toISOString();
}

/** Collects `ID=FILE` options into a record. */
export function keyedFiles(value: string, known: Record<string, string>): Record<string, string> {
  const at = value.indexOf('=');
  if (at < 1 || at === value.length - 1) throw new InvalidArgumentError('It is ID=FILE.');
  return { ...known, [value.slice(0, at)]: value.slice(at + 1) };
}
