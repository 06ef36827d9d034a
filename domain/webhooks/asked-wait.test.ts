import { describe, expect, it } from '@jest/globals';
import { askedWaitMs } from './asked-wait.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 19, 0, 0);

describe('what an answer asks for', () => {
  it.each([
    [429, '120', 120_000],
    [503, '0', 0],
    [503, ' 7 ', 7_000],
    [503, '9'.repeat(400), Number.POSITIVE_INFINITY],
    [429, 'Sat, 21 Nov 2026 19:02:00 GMT', 120_000],
    [503, 'Saturday, 21-Nov-26 19:02:00 GMT', 120_000],
    [503, 'Sat Nov 21 19:02:00 2026', 120_000],
    [503, 'Tue Dec  1 19:00:00 2026', 10 * 86_400_000],
    [503, 'Sat, 21 Nov 2026 18:00:00 GMT', 0],
  ])('with %i and Retry-After: %s is a wait', (status, header, waitMs) => {
    expect(askedWaitMs(status, header, NOW_MS)).toBe(waitMs);
  });

  it.each([
    [503, undefined],
    [503, ''],
    [503, '-5'],
    [503, '1.5'],
    [503, '1e9'],
    [503, '0x10'],
    [503, 'soon'],
    [503, 'Sat, 99 Nov 2026 19:02:00 GMT'],
    [503, '2026-11-21T19:02:00Z'],
    [500, '120'],
    [301, '120'],
    [200, '120'],
  ])('with %i and Retry-After: %s is nothing', (status, header) => {
    expect(askedWaitMs(status, header, NOW_MS)).toBeNull();
  });
});
