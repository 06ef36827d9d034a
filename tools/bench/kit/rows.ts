import type { BenchRow } from './record.ts';
import type { Verdict } from './verdict.ts';
import { renderColumns } from '../../render-columns.ts';

/** A timed row from its verdict. */
export function timedRow(
  about: Pick<BenchRow, 'name' | 'goal' | 'unit'>,
  verdict: Verdict,
  note = '',
): BenchRow {
  const { ours, floor, ratio, low, high, valid, reasons } = verdict;
  return {
    ...about,
    ours,
    floor,
    ratio,
    low,
    high,
    valid,
    note: [...reasons, note].filter(Boolean).join('; '),
  };
}

/**
 * An exact row: counted, not timed, against a derived minimum. Its interval is the spread of what was counted, which
 * for an exact cost is one point.
 */
export function exactRow(
  about: Pick<BenchRow, 'name' | 'goal' | 'unit'>,
  counts: readonly number[],
  minimum: number,
): BenchRow {
  if (counts.length === 0) return unmeasured(about, 'nothing was counted');
  const sorted = counts.toSorted((a, b) => a - b);
  const ours = sorted[Math.floor(sorted.length / 2)] as number;
  const [low, high] = [(sorted[0] as number) / minimum, (sorted.at(-1) as number) / minimum];
  const note = `${counts.length} counted`;
  return { ...about, ours, floor: minimum, ratio: ours / minimum, low, high, valid: true, note };
}

/** A row without a figure, because there is none. */
export function unmeasured(about: Pick<BenchRow, 'name' | 'goal' | 'unit'>, why: string): BenchRow {
  return { ...about, ours: null, floor: null, ratio: null, low: null, high: null, valid: false, note: why };
}

/** Rows as a table for people. */
export function renderRows(rows: readonly BenchRow[]): string {
  const show = (value: number | null): string => (value === null ? '-' : value.toPrecision(4));
  const head = ['bench', 'ours', 'floor', 'unit', 'ratio', '95 %', 'goal', 'valid', 'note'];
  const cells = rows.map((row) => [
    row.name,
    show(row.ours),
    show(row.floor),
    row.unit,
    show(row.ratio),
    `${show(row.low)} to ${show(row.high)}`,
    row.goal,
    row.valid ? 'yes' : 'NO',
    row.note,
  ]);
  return renderColumns([head, ...cells]);
}
