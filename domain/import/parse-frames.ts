import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import type { Frame } from './frame-records.ts';
import type { RowCode } from './row-reasons.ts';

/** One record of a file, as its cells or as a fault; `line` is the physical line it starts on. */
export type ParsedRecord = { line: number; cells: string[] } | { line: number; code: RowCode };

function parseText(text: string, delimiter: string): string[][] {
  return parse(text, {
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
    max_record_size: 0,
  });
}

function parseOne(line: number, text: string, delimiter: string): ParsedRecord {
  try {
    const [cells, ...more] = parseText(text, delimiter);
    if (cells && more.length === 0) return { line, cells };
  } catch {
    // The parser's own words may quote the cell, so only the fault is kept.
  }
  return { line, code: 'row.malformed' };
}

/** Parses records together; one that the parser would not take is found by parsing each by itself. */
function parseTexts(lines: readonly number[], texts: readonly string[], delimiter: string): ParsedRecord[] {
  try {
    const records = parseText(texts.join('\n'), delimiter);
    if (records.length === texts.length)
      return records.map((cells, index) => ({ line: lines[index] ?? 0, cells }));
  } catch {
    // At least one is malformed: below.
  }
  return texts.map((text, index) => parseOne(lines[index] ?? 0, text, delimiter));
}

function isBlank(record: ParsedRecord): boolean {
  return 'cells' in record && record.cells.every((cell) => cell === '');
}

/** The records of some frames, in no particular order; lines without any content are left out. */
export function parseFrames(frames: readonly Frame[], delimiter: string): ParsedRecord[] {
  const refused: ParsedRecord[] = [];
  const lines: number[] = [];
  const texts: string[] = [];
  for (const { line, bytes, fault } of frames) {
    if (fault !== null) refused.push({ line, code: fault });
    else if (!isUtf8(bytes)) refused.push({ line, code: 'row.not_utf8' });
    else {
      const text = bytes.toString('utf8').trimEnd();
      if (text === '') continue;
      lines.push(line);
      texts.push(text);
    }
  }
  const parsed = texts.length === 0 ? [] : parseTexts(lines, texts, delimiter);
  return [...refused, ...parsed.filter((record) => !isBlank(record))];
}
