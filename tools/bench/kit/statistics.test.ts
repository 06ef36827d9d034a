import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../prove/random.ts';
import { bootstrapInterval, median, quantile } from './statistics.ts';

describe('quantile', () => {
  it('interpolates between order statistics', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([10, 20, 30], 0)).toBe(10);
    expect(quantile([10, 20, 30], 1)).toBe(30);
    expect(quantile([10, 20, 30, 40, 50], 0.9)).toBeCloseTo(46);
  });

  it('is not a number for an empty list', () => {
    expect(median([])).toBeNaN();
  });
});

describe('bootstrapInterval', () => {
  it('covers the true median in about 95 % of experiments', () => {
    const random = createRandom(7);
    let covered = 0;
    const experiments = 200;
    for (let experiment = 0; experiment < experiments; experiment++) {
      const sample = Array.from({ length: 30 }, () => random.next());
      const { low, high } = bootstrapInterval(sample, median, random, 400);
      if (low <= 0.5 && high >= 0.5) covered += 1;
    }
    expect(covered / experiments).toBeGreaterThan(0.88);
    expect(covered / experiments).toBeLessThan(0.995);
  });

  it('gives the same interval for the same seed and another for another', () => {
    const sample = [1, 5, 2, 9, 4, 7, 3];
    const run = (seed: number) =>
      bootstrapInterval(sample, (items) => items[0] as number, createRandom(seed), 50);
    expect(run(1)).toEqual(run(1));
    expect(bootstrapInterval([2, 2, 2], median, createRandom(1))).toEqual({ low: 2, high: 2 });
  });

  it('has no bounds without data', () => {
    expect(bootstrapInterval([], median, createRandom(1)).low).toBeNaN();
  });
});
