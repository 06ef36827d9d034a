import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Frame, type FramePosition, RecordFramer } from './frame-records.ts';
import { IMPORT_LIMITS } from './import-limits.ts';

const START: FramePosition = { byte: 0, line: 1 };

/** Frames of a file given in blocks of these sizes, the last size repeating. */
function framesOf(file: Buffer, sizes: readonly number[] = [file.length + 1], from = START): Frame[] {
  const framer = new RecordFramer(',', from);
  const frames: Frame[] = [];
  let start = from.byte;
  let end = start;
  for (let block = 0; end < file.length; block++) {
    end = Math.min(file.length, end + Math.max(1, sizes[Math.min(block, sizes.length - 1)] ?? 1));
    const framed = framer.take(file.subarray(start, end), false);
    frames.push(...framed.frames);
    start += framed.used;
    expect(end - start).toBeLessThanOrEqual(IMPORT_LIMITS.recordBytes);
  }
  return [...frames, ...framer.take(file.subarray(start), true).frames];
}

function shown(frames: readonly Frame[]): unknown[] {
  return frames.map(({ line, lines, bytes, fault }) => [line, lines, fault ?? bytes.toString('latin1')]);
}

const piece = fc.constantFrom('a', 'bc', ',', '"', '""', '"x"', '"x\ny"', '\n', '\r\n', ' ', 'é', '\t');
const anyFile = fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.from(pieces.join('')));

describe('RecordFramer', () => {
  it('keeps line ends inside quotes, and counts physical lines', () => {
    expect(shown(framesOf(Buffer.from('a,b\r\n"x\ny","q""\n"\nlast')))).toEqual([
      [1, 1, 'a,b\r\n'],
      [2, 3, '"x\ny","q""\n"\n'],
      [5, 1, 'last'],
    ]);
  });

  it.each([
    ['never closed', '1,"abc\n2,def\n3,ghi\n', ['2,def\n', '3,ghi\n']],
    ['closed by a quote further down', '1,"abc\n2,def\n3,"x"\n', ['2,def\n', '3,"x"\n']],
    ['followed by text', '1,"ab"c\n2,def\n', ['2,def\n']],
  ])('refuses only the line of a quote that is %s', (_, file, good) => {
    const frames = framesOf(Buffer.from(file));
    expect(frames[0]).toMatchObject({ line: 1, lines: 1, fault: 'row.unbalanced_quote' });
    expect(frames.slice(1).map((frame) => frame.bytes.toString())).toEqual(good);
  });

  it('leaves a quote inside a bare cell alone', () => {
    expect(shown(framesOf(Buffer.from('5" pipe,x\nnext\n')))).toEqual([
      [1, 1, '5" pipe,x\n'],
      [2, 1, 'next\n'],
    ]);
  });

  it('refuses a huge line, quoted or not, and goes on after it', () => {
    const huge = 'x'.repeat(IMPORT_LIMITS.recordBytes * 3);
    const bare = framesOf(Buffer.from(`a\n${huge}\nb\n`), [10_000]);
    expect(bare.map((frame) => frame.fault ?? frame.bytes.toString())).toEqual([
      'a\n',
      'row.too_long',
      'b\n',
    ]);
    expect(bare[1]).toMatchObject({ startByte: 2, endByte: 3 + huge.length, line: 2, lines: 1 });
    const quoted = framesOf(Buffer.from(`"${'x\n'.repeat(IMPORT_LIMITS.recordBytes)}`), [10_000]);
    expect(quoted[0]).toMatchObject({ line: 1, lines: 1, fault: 'row.unbalanced_quote' });
    expect(quoted[1]).toMatchObject({ line: 2, fault: null });
  });

  it('covers a file without gap or overlap, however it is cut into blocks', () => {
    fc.assert(
      fc.property(anyFile, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (file, sizes) => {
        const frames = framesOf(file, sizes);
        expect(shown(frames)).toEqual(shown(framesOf(file)));
        let byte = 0;
        let line = 1;
        for (const frame of frames) {
          expect([frame.startByte, frame.line]).toEqual([byte, line]);
          byte = frame.endByte;
          line += frame.lines;
        }
        expect(byte).toBe(file.length);
      }),
      { numRuns: 500 },
    );
  });

  it('goes on at any record as if it had never stopped', () => {
    fc.assert(
      fc.property(anyFile, fc.nat(), (file, pick) => {
        const whole = framesOf(file);
        if (whole.length === 0) return;
        const cut = pick % whole.length;
        const last = whole[cut];
        if (!last) throw new Error('no frame');
        const rest = framesOf(file, [3], { byte: last.endByte, line: last.line + last.lines });
        expect(shown(rest)).toEqual(shown(whole.slice(cut + 1)));
      }),
    );
  });
});
