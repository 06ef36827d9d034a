import { describe, expect, it } from '@jest/globals';
import { isTransferTarget, transferCountries } from './transfer-target.ts';

const anywhere = (number: string) => isTransferTarget(number);
const home = new Set(['US', 'CZ']);

describe('a transfer', () => {
  it.each(['+12125550123', '+18005550100', '+420300000123', '+442079460000', '+34911234567'])(
    'may go to %s',
    (number) => expect(anywhere(number)).toBe(true),
  );

  it.each([
    ['a premium number', '+19005550100'],
    ['a premium number', '+420900123456'],
    ['a premium number', '+34803123456'],
    ['a shared-cost number', '+34902123456'],
    ['a personal number', '+447000000000'],
    ['a premium exchange', '+12129765555'],
    ['an emergency number', '+1911'],
    ['an emergency number', '+420112'],
    ['an emergency number', '+34112'],
    ['a service code', '+19115550100'],
    ['a directory service', '+44118500'],
    ['a satellite', '+8816123456'],
    ['a global network', '+8835100123456'],
    ['nowhere', '+999123456'],
    ['no number', 'x'],
  ])('never goes to %s, %s, whatever countries are allowed', (_what, number) => {
    expect(anywhere(number)).toBe(false);
    expect(isTransferTarget(number, new Set(['US', 'CZ', 'ES', 'GB']))).toBe(false);
  });

  it('goes into the allowed countries only, those that share a code told apart', () => {
    expect(isTransferTarget('+12125550123', home)).toBe(true);
    expect(isTransferTarget('+420300000123', home)).toBe(true);
    expect(isTransferTarget('+442079460000', home)).toBe(false);
    expect(isTransferTarget('+18095550123', home)).toBe(false);
    expect(isTransferTarget('+447624123456', new Set(['GB']))).toBe(false);
    expect(isTransferTarget('+12125550123', new Set())).toBe(false);
  });
});

describe('the allowed countries', () => {
  it('are those of the own numbers until the organization says otherwise', () => {
    expect([...transferCountries(null, ['+120255501', '+42030000'])]).toEqual(['US', 'CZ']);
    expect([...transferCountries(['ES'], ['+120255501'])]).toEqual(['ES']);
    expect([...transferCountries([], ['+120255501'])]).toEqual([]);
    expect([...transferCountries(null, [])]).toEqual([]);
  });
});
