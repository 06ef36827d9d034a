import { describe, expect, it } from '@jest/globals';
import { createDice, fractionOf, pickWeighted } from './dice.ts';

describe('dice', () => {
  it('answer the same question the same, whatever was asked before', () => {
    const dice = createDice(7, '+12125550101', 1);
    const first = dice.roll('answers');
    dice.roll('thinks');
    expect(dice.roll('answers')).toBe(first);
    expect(createDice(7, '+12125550101', 1).roll('answers')).toBe(first);
    const others = [
      createDice(8, '+12125550101', 1),
      createDice(7, '+12125550102', 1),
      createDice(7, '+12125550101', 2),
    ];
    for (const other of others) expect(other.roll('answers')).not.toBe(first);
  });

  it('are even', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 10_000; index += 1) tenths[Math.floor(fractionOf(1, index) * 10)]! += 1;
    expect(Math.min(...tenths)).toBeGreaterThan(880);
    expect(Math.max(...tenths)).toBeLessThan(1_120);
  });

  it('stay within their range', () => {
    const dice = createDice(1, '+12125550101', 1);
    expect(dice.within(4, 'fixed')).toBe(4);
    for (let index = 0; index < 100; index += 1) {
      const value = dice.within([2, 3], `roll ${index}`);
      expect(value).toBeGreaterThanOrEqual(2);
      expect(value).toBeLessThan(3);
    }
  });

  it('pick by weight', () => {
    const items = [
      { name: 'a', weight: 1 },
      { name: 'b', weight: 3 },
    ];
    expect([0, 0.24, 0.26, 0.99].map((fraction) => pickWeighted(items, fraction).name)).toEqual([
      'a',
      'a',
      'b',
      'b',
    ]);
  });
});
