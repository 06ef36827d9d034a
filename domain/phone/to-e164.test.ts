import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDialableE164, looksLikeE164, toE164 } from './to-e164.ts';

describe('toE164', () => {
  it.each([
    ['+1 (212) 555-0123', null, '+12125550123'],
    ['212.555.0123', 'US', '+12125550123'],
    [' 300 000 123 ', 'CZ', '+420300000123'],
    ['00420 300 000 123', 'CZ', '+420300000123'],
    ['+34 300 000 000', 'CZ', '+34300000000'],
  ])('reads %j with %j as %s', (raw, country, e164) => {
    expect(toE164(raw, country)).toEqual({ ok: true, e164 });
  });

  it.each([
    ['', null, 'phone.empty'],
    ['call me', 'US', 'phone.not_a_number'],
    ['2125550123', null, 'phone.no_country'],
    ['2125550123', 'XX', 'phone.no_country'],
    ['+9991234567', null, 'phone.no_country'],
    ['+1 212 55', null, 'phone.too_short'],
    ['+1', null, 'phone.too_short'],
    ['12', 'US', 'phone.too_short'],
    ['+42030000012345678', null, 'phone.too_long'],
    [`+1${'0'.repeat(60)}`, null, 'phone.too_long'],
    ['+1 212 555 0123 ext. 4', null, 'phone.extension'],
    ['=+12125550123', null, 'phone.not_a_number'],
  ])('refuses %j with %j: %s', (raw, country, code) => {
    expect(toE164(raw, country)).toEqual({ ok: false, code });
  });

  it('answers E.164 or a fault for any text, never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (raw) => {
        const result = toE164(raw, 'US');
        expect(result.ok ? looksLikeE164(result.e164) : result.code.startsWith('phone.')).toBe(true);
      }),
    );
  });

  it('leaves what it answered as it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 999 }), fc.integer({ min: 100, max: 199 }), (area, line) => {
        const first = toE164(`(${area}) 555-0${line}`, 'US');
        if (first.ok) expect(toE164(first.e164)).toEqual(first);
      }),
    );
  });
});

describe('isDialableE164', () => {
  it('takes what needs no parsing and nothing else', () => {
    expect(['+12125550123', '+420300000123', '+34300000000'].map(isDialableE164)).toEqual([true, true, true]);
    expect(
      ['12125550123', '+1212555012', '+1 2125550123', '+9991234567', '+02125550123'].map(isDialableE164),
    ).toEqual([false, false, false, false, false]);
  });
});
