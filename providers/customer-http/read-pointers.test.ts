import { describe, expect, it } from '@jest/globals';
import { readPointers } from './read-pointers.ts';

const DOCUMENT = JSON.stringify({
  order: { 'a/b': 1, 'm~n': 2, state: 'sent', items: [{ sku: 'A' }], paid: true, note: null },
  long: 'x'.repeat(600),
});

describe('values of a customer answer', () => {
  it('are found by JSON pointer', () => {
    expect(
      readPointers(DOCUMENT, {
        slash: '/order/a~1b',
        tilde: '/order/m~0n',
        state: '/order/state',
        sku: '/order/items/0/sku',
        paid: '/order/paid',
      }),
    ).toEqual({ slash: 1, tilde: 2, state: 'sent', sku: 'A', paid: true });
  });

  it('leave out what is not there, is null, is no plain value or is inherited', () => {
    const pointers = [
      '/none',
      '/order',
      '/order/note',
      '/order/items/-',
      '/order/items/01',
      '/order/toString',
      '/order/items/length',
    ];
    const asked = Object.fromEntries(pointers.map((pointer, index) => [`v${index}`, pointer]));
    expect(readPointers(DOCUMENT, asked)).toEqual({});
  });

  it('are found behind a byte order mark, of which there is one at most', () => {
    expect(readPointers(Buffer.from('\uFEFF{"a":1}').toString(), { a: '/a' })).toEqual({ a: 1 });
    expect(readPointers('\uFEFF\uFEFF{"a":1}', { a: '/a' })).toBeNull();
  });

  it('are cut at 500 characters, and none of what is not JSON', () => {
    expect(String(readPointers(DOCUMENT, { long: '/long' })?.long)).toHaveLength(500);
    expect(readPointers('<html>', { a: '/a' })).toBeNull();
  });
});
