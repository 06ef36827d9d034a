import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecordFramer } from './frame-records.ts';
import { parseFrames } from './parse-frames.ts';

function records(file: string | Buffer, delimiter = ',') {
  const { frames } = new RecordFramer(delimiter, { byte: 0, line: 1 }).take(Buffer.from(file), true);
  return parseFrames(frames, delimiter).toSorted((left, right) => left.line - right.line);
}

function quoted(cell: string): string {
  return /[",\n\r]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

describe('parseFrames', () => {
  it('reads quotes, escaped quotes and line ends in cells; skips blank lines', () => {
    expect(records('a,"b ""c""\nd"\n\n,,\r\n x , "y"\n')).toEqual([
      { line: 1, cells: ['a', 'b "c"\nd'] },
      { line: 5, cells: ['x', 'y'] },
    ]);
  });

  it('refuses a line of Latin-2 by its number and keeps the others', () => {
    const latin2 = Buffer.from([0x4e, 0x6f, 0x76, 0xe1, 0x6b, 0x0a]);
    const file = Buffer.concat([Buffer.from('first\n'), latin2, Buffer.from('Novák\n')]);
    expect(records(file)).toEqual([
      { line: 1, cells: ['first'] },
      { line: 2, code: 'row.not_utf8' },
      { line: 3, cells: ['Novák'] },
    ]);
  });

  it('takes each record by itself when the parser refuses them together', () => {
    expect(records('a,b\n"x" y,1\nc,d\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, code: 'row.malformed' },
      { line: 3, cells: ['c', 'd'] },
    ]);
  });

  it('gives back any table that was written as RFC 4180 says', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', '\n', '\r\n', 'ž', '=') });
    const row = fc
      .array(cell, { minLength: 1, maxLength: 4 })
      .filter((cells) => cells.some((each) => each !== ''));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (table) => {
        const file = table.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
        const parsed = records(file).map((record) => ('cells' in record ? record.cells : record.code));
        expect(parsed).toEqual(table);
      }),
      { numRuns: 300 },
    );
  });
});
