import { describe, expect, it } from '@jest/globals';
import { allCells, cellsOf } from './kill-matrix.proof.ts';

const nameOf = ({ point, signal }: { point: string; signal: string }) => `${point}-${signal}`;

describe('cells of the kill matrix', () => {
  it('are 14 points with 2 signals in the full lane', () => {
    expect(new Set(cellsOf('full', 3).map(nameOf)).size).toBe(28);
  });

  it('are seen once each in four quick lanes with following seeds, both signals in each', () => {
    const quarters = [5, 6, 7, 8].map((seed) => cellsOf('quick', seed));
    expect(quarters.flat().map(nameOf).toSorted()).toEqual(allCells().map(nameOf).toSorted());
    for (const quarter of quarters) {
      expect(quarter.length).toBe(7);
      expect(new Set(quarter.map(({ signal }) => signal)).size).toBe(2);
    }
  });
});
