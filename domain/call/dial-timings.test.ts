import { describe, expect, it } from '@jest/globals';
import { askCarrierMs, DIAL_TIMINGS } from './dial-timings.ts';

describe('when a silent call is asked about', () => {
  it('is its time, or up to a quarter later', () => {
    const { askCarrierAfterMs } = DIAL_TIMINGS;
    expect(askCarrierMs(DIAL_TIMINGS, 0)).toBe(askCarrierAfterMs);
    expect(askCarrierMs(DIAL_TIMINGS, 0.5)).toBe(1.125 * askCarrierAfterMs);
    expect(askCarrierMs(DIAL_TIMINGS, 1)).toBe(1.25 * askCarrierAfterMs);
  });

  it('leaves the sweeper to those that ask no more', () => {
    expect(2 * askCarrierMs(DIAL_TIMINGS, 1)).toBeLessThan(3 * DIAL_TIMINGS.askCarrierAfterMs);
  });
});
