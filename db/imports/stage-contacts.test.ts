import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { copyText } from './stage-contacts.ts';

/** Reads COPY's text format back. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([\\tnr])/g, (_, code: string) => ({ t: '\t', n: '\n', r: '\r' })[code] ?? '\\');
}

describe('copyText', () => {
  it('writes null apart from every text', () => {
    expect(copyText(null)).toBe('\\N');
    expect(copyText('\\N')).toBe('\\\\N');
  });

  it('holds no delimiter and reads back as it was', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\\', '\t', '\n', '\r', 'n', 't', 'N', 'ž') }),
        (text) => {
          const copied = copyText(text);
          expect(copied).not.toMatch(/[\t\n\r]/);
          expect(unescaped(copied)).toBe(text);
        },
      ),
    );
  });
});
