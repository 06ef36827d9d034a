import { describe, expect, it } from '@jest/globals';
import {
  judgeTry,
  plannedTriesMs,
  restMs,
  retryAfterMs,
  scaleWebhookTimings,
  WEBHOOK_TIMINGS,
} from './delivery-plan.ts';

const HOUR_MS = 3_600_000;

describe('a try', () => {
  it.each([200, 204, 299])('answered with %i is delivered', (status) => {
    expect(judgeTry({ status, error: null })).toEqual({ kind: 'delivered' });
  });

  it.each([
    [301, false],
    [400, false],
    [404, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
  ])('answered with %i is not; that the endpoint is down: %s', (status, isDown) => {
    expect(judgeTry({ status, error: null })).toMatchObject({ kind: 'failed', isDown, isGone: false });
  });

  it('answered with 410 says that the endpoint is gone', () => {
    expect(judgeTry({ status: 410, error: null })).toMatchObject({ kind: 'failed', isGone: true });
  });

  it('without an answer says why, and that the endpoint is down', () => {
    const verdict = judgeTry({ status: null, error: 'timeout' });
    expect(verdict).toEqual({ kind: 'failed', error: 'timeout', isDown: true, isGone: false });
  });
});

describe('the plan', () => {
  it('has ten tries over three days, as the standard advises', () => {
    const planned = plannedTriesMs(0, 0, WEBHOOK_TIMINGS);
    expect(planned).toHaveLength(10);
    expect(planned.slice(0, 3)).toEqual([0, 5_000, 305_000]);
    expect((planned.at(-1) ?? 0) / HOUR_MS).toBeCloseTo(75.6, 1);
  });

  it('tells of the tries that are left', () => {
    const whole = plannedTriesMs(0, 0, WEBHOOK_TIMINGS);
    expect(plannedTriesMs(8, whole[8] ?? 0, WEBHOOK_TIMINGS)).toEqual(whole.slice(8));
    expect(plannedTriesMs(9, whole[9] ?? 0, WEBHOOK_TIMINGS)).toEqual(whole.slice(9));
  });

  it('ends after the last try, and rests no longer than the longest rest', () => {
    expect(retryAfterMs(1, WEBHOOK_TIMINGS)).toBe(5_000);
    expect(retryAfterMs(9, WEBHOOK_TIMINGS)).toBe(24 * HOUR_MS);
    expect(retryAfterMs(10, WEBHOOK_TIMINGS)).toBeNull();
    expect([1, 2, 3, 4, 50].map((failures) => restMs(failures, WEBHOOK_TIMINGS))).toEqual([
      5_000, 15_000, 60_000, 300_000, 300_000,
    ]);
  });

  it.each([
    ['nothing', null, 5_000, 5_000],
    ['less than we wait', 2_000, 5_000, 5_000],
    ['more', 90_000, 90_000, 90_000],
    ['more than an hour', 7 * HOUR_MS, HOUR_MS, HOUR_MS],
    ['for ever', Number.POSITIVE_INFINITY, HOUR_MS, HOUR_MS],
  ])('puts a try off for an endpoint that asks for %s', (_what, askedMs, waitMs, restsMs) => {
    expect(retryAfterMs(1, WEBHOOK_TIMINGS, askedMs)).toBe(waitMs);
    expect(restMs(1, WEBHOOK_TIMINGS, askedMs)).toBe(restsMs);
  });

  it('hastens no try, and adds none, for an endpoint that asks', () => {
    expect(retryAfterMs(4, WEBHOOK_TIMINGS, HOUR_MS)).toBe(2 * HOUR_MS);
    expect(retryAfterMs(10, WEBHOOK_TIMINGS, HOUR_MS)).toBeNull();
  });

  it('gives an endpoint its own seconds in a demo, where ours are shorter', () => {
    const demo = scaleWebhookTimings(WEBHOOK_TIMINGS, 0.01);
    expect([retryAfterMs(1, demo), retryAfterMs(1, demo, 60_000)]).toEqual([50, 60_000]);
  });
});
