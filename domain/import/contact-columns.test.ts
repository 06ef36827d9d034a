import { describe, expect, it } from '@jest/globals';
import { delimiterOf, readHeader } from './contact-columns.ts';

function problems(...cells: string[]): string[] {
  const result = readHeader(cells);
  return result.ok ? [] : result.problems;
}

describe('readHeader', () => {
  it('finds known columns in any spelling and order; others become attributes as they are', () => {
    expect(readHeader(['appointmentAt', 'First Name', 'PHONE', 'external-id'])).toEqual({
      ok: true,
      header: {
        columns: { first_name: 1, phone: 2, external_id: 3 },
        attributes: [{ name: 'appointmentAt', index: 0 }],
        count: 4,
      },
    });
  });

  it('names every missing and unknown column when phone is missing', () => {
    expect(problems('telefon', 'first_name', 'mesto')).toEqual([
      'column phone is missing',
      'unknown: telefon, mesto',
    ]);
  });

  it('names every other fault at once', () => {
    expect(problems('phone', '', 'phone', '1st', 'x'.repeat(65))).toEqual([
      'column 2 has no name',
      'column phone comes twice',
      'column 4 has a name that starts with no letter or has signs',
      'the name of column 5 is longer than 64 characters',
    ]);
    expect(problems('phone', ...Array.from({ length: 41 }, (_, n) => `a${n}`))).toEqual([
      'more than 40 columns of your own',
    ]);
  });
});

describe('delimiterOf', () => {
  it('is the commonest of comma, semicolon and tab', () => {
    expect(['phone', 'a,b;c,d', 'a;b;c', 'a\tb'].map(delimiterOf)).toEqual([',', ',', ';', '\t']);
  });
});
