import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import { compilePattern } from './pattern.compile.ts';
import { matchesPattern, type PatternProgram } from './pattern.ts';

function program(text: string): PatternProgram {
  const compiled = compilePattern(text);
  if ('refused' in compiled) throw new Error(compiled.refused);
  return compiled;
}

const matches = (text: string, value: string): boolean => matchesPattern(program(text), value);

describe('a pattern', () => {
  it.each([
    ['^\\d{3}-?\\d{4}$', '555-0123', true],
    ['^\\d{3}-?\\d{4}$', '5550123x', false],
    ['order', 'my order 7', true],
    ['^(ano|jo)$', 'jo', true],
    ['(?i)příliš', 'PŘÍLIŠ žluťoučký', true],
    ['(?i)k', '\u212a', true],
    ['(?m)^b$', 'a\nb\nc', true],
    ['^b$', 'a\nb\nc', false],
    ['a.c', 'a\nc', false],
    ['(?s)a.c', 'a\nc', true],
    ['\\bten\\b', 'often ten', true],
    ['\\bten\\b', 'often', false],
    ['^\\p{L}+ \\p{L}+$', 'Žluťoučký kůň', true],
    ['', '', true],
    ['[^0-9]', '123', false],
    ['^.$', '😀', true],
  ])('%s in %j: %s', (text, value, expected) => {
    expect(matches(text, value)).toBe(expected);
  });

  it('means what RE2 means, whatever it is', () => {
    const atom = fc.constantFrom(
      'a',
      'B',
      'ž',
      '7',
      '.',
      '[a-c]',
      '[^a]',
      '\\d',
      '\\w',
      '\\b',
      '^',
      '$',
      '(?i:Kš)',
      '\\B',
      '\\s',
      '(?m:^)',
    );
    const pattern = fc
      .array(fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{2}', '|', ')|(')), {
        minLength: 1,
        maxLength: 8,
      })
      .map(
        (parts) =>
          `(${parts.map(([one, times]) => (/^(\^|\$|\\b|\\B)$/.test(one) && /[*+?{]/.test(times) ? one : one + times)).join('')})`,
      );
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'B', 'k', 'K', '\u212a', 'š', 'Š', 'ž', '7', ' ', '\n', '😀'),
      maxLength: 12,
    });
    let found = 0;
    fc.assert(
      fc.property(pattern, text, (source, value) => {
        const oracle = RE2JS.compile(source).matcher(value).find();
        found += Number(oracle);
        return matches(source, value) === oracle;
      }),
      { numRuns: 3_000, seed: 4_404 },
    );
    expect(found).toBeGreaterThan(500);
    expect(found).toBeLessThan(2_900);
  });

  it('takes time by the length of the text, also where others take for ever', () => {
    const startedMs = performance.now();
    expect(matches('^(a+)+$', `${'a'.repeat(999)}!`)).toBe(false);
    expect(matches('(x?){40}y', 'x'.repeat(1_000))).toBe(false);
    // The classic engine needs 2^999 steps; these are some 10^5.
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it('looks at the first 1,000 characters', () => {
    expect(matches('b', `${'a'.repeat(999)}b`)).toBe(true);
    expect(matches('b', `${'a'.repeat(1_000)}b`)).toBe(false);
  });

  it.each([
    ['(', 'does not parse'],
    ['(?=a)', 'does not parse'],
    ['(a)\\1', 'does not parse'],
    ['(?<=a)b', 'does not parse'],
    ['((a{100}){100}){100}', 'does not parse'],
    ['\\p{Lu}\\p{Ll}', 'too much'],
    ['a{1000}', 'too much'],
  ])('is refused: %s', (text, words) => {
    expect(compilePattern(text)).toEqual({ refused: expect.stringContaining(words) });
  });
});
