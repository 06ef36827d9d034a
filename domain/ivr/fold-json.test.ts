import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldJson } from './fold-json.ts';
import { DIGITS, unfoldJson } from './unfold-json.ts';

/** Short alphabets repeat themselves, in all that could be taken for a mark, a digit or half a character. */
const texts = fc.string({
  unit: fc.constantFrom(
    '`',
    '~',
    "'",
    '"',
    '\\',
    ' ',
    '!',
    'a',
    '\ud800',
    '\udc00',
    '😀',
    'ě',
    '\u0000',
    '\u2028',
  ),
  maxLength: 200,
});

describe('folding', () => {
  it('gives back every value', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.array(texts)), (value) => {
        expect(unfoldJson(foldJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 500 },
    );
  });

  it('makes a text that the database takes, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(texts), (value) => {
        const folded = foldJson(value);
        expect(folded.isWellFormed()).toBe(true);
        expect(folded).not.toContain('\u0000');
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['next to it', 0],
    ['at the end of the near ones', DIGITS.length ** 2 - 30],
    ['behind them', DIGITS.length ** 2 + 30],
    ['too far for any reference', DIGITS.length ** 3 + 30],
  ])('refers to what stands %s', (_where, distance) => {
    const value = ['what stands here twice', '-'.repeat(distance), 'what stands here twice'];
    expect(unfoldJson(foldJson(value))).toEqual(value);
  });

  it('writes once what stands there often', () => {
    const value = Array.from({ length: 1_000 }, () => 'what stands here often');
    expect(foldJson(value).length).toBeLessThan(1_500);
  });
});
