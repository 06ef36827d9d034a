import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRange } from './byte-range.ts';

const part = (first: number, last: number) => ({ kind: 'part', range: { first, last } });

describe('a Range header', () => {
  it.each([
    ['bytes=0-0', part(0, 0)],
    ['bytes=0-', part(0, 99)],
    ['bytes=10-19', part(10, 19)],
    ['bytes=90-500', part(90, 99)],
    ['bytes=-10', part(90, 99)],
    ['bytes=-500', part(0, 99)],
    ['bytes=100-', { kind: 'not_satisfiable' }],
    ['bytes=-0', { kind: 'not_satisfiable' }],
    ['bytes=20-10', { kind: 'whole' }],
    ['bytes=0-1,5-6', { kind: 'whole' }],
    ['pages=1-2', { kind: 'whole' }],
    ['bytes=-', { kind: 'whole' }],
    [undefined, { kind: 'whole' }],
  ])('%s of 100 bytes', (header, wish) => {
    expect(readRange(header, 100)).toEqual(wish);
  });

  it('never asks for bytes that are not there', () => {
    const digits = fc.stringMatching(/^\d{0,16}$/);
    fc.assert(
      fc.property(digits, digits, fc.nat(10_000), (from, to, byteSize) => {
        const wish = readRange(`bytes=${from}-${to}`, byteSize);
        if (wish.kind !== 'part') return;
        const { first, last } = wish.range;
        expect(first >= 0 && first <= last && last < byteSize).toBe(true);
      }),
    );
  });
});
