import { renderTable } from './columns.ts';

/** Money as people read it, from millionths. */
export function money(micros: number): string {
  return (micros / 1e6).toFixed(2);
}

/** A part of a whole in percent; null of nothing. */
export function percent(part: number, whole: number): string | null {
  return whole === 0 ? null : `${((100 * part) / whole).toFixed(1)} %`;
}

/** A part of a whole, as `12 (4.0 %)`. */
export function share(part: number, whole: number): string {
  const shown = percent(part, whole);
  return shown === null ? String(part) : `${part} (${shown})`;
}

/** A count of each, most first. */
export function mostFirst(counts: Readonly<Record<string, number>>): [name: string, count: number][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a);
}

/** A table of counts with their shares of a whole, most first; none where nothing was counted. */
export function countTable(
  heads: { of: string; in: string },
  counts: Readonly<Record<string, number>>,
  whole: number,
): string[] {
  const rows = mostFirst(counts);
  if (rows.length === 0) return [];
  const table = renderTable(rows, {
    [heads.of]: ([name]) => name,
    [heads.in]: ([, count]) => count,
    share: ([, count]) => percent(count, whole),
  });
  return [table];
}
