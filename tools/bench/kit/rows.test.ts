import { describe, expect, it } from '@jest/globals';
import { exactRow, renderRows, timedRow, unmeasured } from './rows.ts';

const about = { name: 'x', goal: '≤ 2', unit: 'events' };

describe('rows of a bench', () => {
  it('exact: the median against the minimum, the spread as its interval', () => {
    expect(exactRow(about, [18, 18, 20], 15)).toMatchObject({
      ours: 18,
      floor: 15,
      ratio: 1.2,
      low: 1.2,
      valid: true,
    });
    expect(exactRow(about, [18, 18, 20], 15).high).toBeCloseTo(20 / 15);
    expect(exactRow(about, [], 15)).toEqual(unmeasured(about, 'nothing was counted'));
  });

  it('timed: says why it is not valid', () => {
    const control = { ratio: 1, low: 1, high: 1 };
    const verdict = {
      ours: 2,
      floor: 1,
      ratio: 2,
      low: 1.9,
      high: 2.1,
      control,
      valid: false,
      reasons: ['noisy'],
    };
    expect(timedRow(about, verdict, 'half load')).toMatchObject({
      valid: false,
      note: 'noisy; half load',
      ratio: 2,
    });
  });

  it('are shown with a dash where there is no figure', () => {
    expect(renderRows([unmeasured(about, 'no stack')])).toContain(
      'x      -     -      events  -      - to -  ≤ 2   NO     no stack',
    );
  });
});
