import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dispatchRoom } from './dispatch-room.ts';

describe('dispatchRoom', () => {
  it('never lets leased and live calls pass the concurrency cap, nor holds more than a second of slots', () => {
    const count = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 60, noNaN: true }),
        count,
        count,
        count,
        (cps, max, leased, calling) => {
          const room = dispatchRoom({ cps, maxConcurrent: max, leased, calling });
          expect(room).toBeGreaterThanOrEqual(0);
          if (room === 0) return;
          expect(leased + calling + room).toBeLessThanOrEqual(max);
          expect(leased + room).toBeLessThanOrEqual(Math.max(1, cps));
        },
      ),
    );
  });

  it('claims one at a time below one call per second', () => {
    expect(dispatchRoom({ cps: 0.5, maxConcurrent: 10, leased: 0, calling: 0 })).toBe(1);
    expect(dispatchRoom({ cps: 0.5, maxConcurrent: 10, leased: 1, calling: 0 })).toBe(0);
  });
});
