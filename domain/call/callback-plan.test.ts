import { describe, expect, it } from '@jest/globals';
import { callbackStateOf, nextCallbackStep } from './callback-plan.ts';
import { DIAL_TIMINGS } from './dial-timings.ts';

const next = (standing: Parameters<typeof nextCallbackStep>[0]) => nextCallbackStep(standing, DIAL_TIMINGS);

describe('the state of a callback', () => {
  it.each([
    [{ state: 'pending', outcome: null }, 'scheduled'],
    [{ state: 'leased', outcome: null }, 'calling'],
    [{ state: 'calling', outcome: null }, 'calling'],
    [{ state: 'review', outcome: null }, 'calling'],
    [{ state: 'done', outcome: 'answered' }, 'completed'],
    [{ state: 'done', outcome: 'machine' }, 'completed'],
    [{ state: 'done', outcome: 'busy' }, 'failed'],
    [{ state: 'done', outcome: 'failed' }, 'failed'],
    [{ state: 'blocked', outcome: null }, 'failed'],
  ])('%j is %s', (contact, state) => {
    expect(callbackStateOf(contact)).toBe(state);
  });
});

describe('the next step of a callback', () => {
  it('waits for its time, and reads its row again when that should have come', () => {
    expect(next({ state: 'scheduled', dueInMs: 60_000, attempt: null })).toEqual({
      kind: 'wait',
      waitMs: 60_000,
    });
    const waited = next({ state: 'scheduled', dueInMs: 0, attempt: null });
    expect(waited).toEqual({ kind: 'wait', waitMs: DIAL_TIMINGS.relayPollMs });
  });

  it('rings what is reserved', () => {
    const attempt = { id: 'a', state: 'reserved' } as const;
    expect(next({ state: 'calling', dueInMs: 0, attempt })).toEqual({ kind: 'ring', attemptId: 'a' });
  });

  it.each(['dialing', 'unknown', 'placed', 'ringing', 'in_call', 'ended'] as const)(
    'never rings beside %s',
    (state) => {
      const step = next({ state: 'calling', dueInMs: 0, attempt: { id: 'a', state } });
      expect(step).toEqual({ kind: 'wait', waitMs: DIAL_TIMINGS.busyBackoffMs });
    },
  );

  it('looks seldom while a person decides, and never again once it is over', () => {
    const review = next({ state: 'calling', dueInMs: 0, attempt: { id: 'a', state: 'review' } });
    expect(review).toEqual({ kind: 'wait', waitMs: DIAL_TIMINGS.reviewAfterMs });
    for (const state of ['completed', 'failed', 'canceled'] as const) {
      expect(next({ state, dueInMs: 0, attempt: { id: 'a', state: 'reserved' } })).toEqual({ kind: 'over' });
    }
  });
});
