import { describe, expect, it } from '@jest/globals';
import type { CarrierCall } from './carrier.port.ts';
import { isSameEnding, outcomeOf } from './carrier-rank.ts';
import { DIAL_TIMINGS, scaleTimings } from './dial-timings.ts';
import { publicCallState } from './public-call-state.ts';
import { planRetry, usesAttempt } from './retry-plan.ts';
import { resolveUnknown } from './unknown-resolution.ts';

const base = {
  attemptsMade: 1,
  maxAttempts: 3,
  retryDelayMinutes: { busy: 5, no_answer: 60, failed: 15 },
  ruleNowMs: 1_000_000,
};

describe('retry plan', () => {
  it('never rings again whoever picked up, whatever the carrier calls the end', () => {
    const attempt = { state: 'ended', outcome: 'failed', reason: null, answeredAtMs: 5 } as const;
    expect(planRetry({ ...base, attempt })).toMatchObject({ contactState: 'done', outcome: 'failed' });
  });

  it('waits by outcome, in rule time', () => {
    const attempt = { state: 'ended', outcome: 'busy', reason: null, answeredAtMs: null } as const;
    expect(planRetry({ ...base, attempt })).toEqual({
      contactState: 'pending',
      outcome: null,
      reason: 'busy',
      nextAtMs: 1_000_000 + 5 * 60_000,
    });
  });

  it('stops at the last attempt, at an answer, and at a number that cannot be rung', () => {
    const ended = { state: 'ended', outcome: 'no_answer', reason: null, answeredAtMs: null } as const;
    expect(planRetry({ ...base, attempt: ended, attemptsMade: 3 })).toMatchObject({ contactState: 'done' });
    expect(planRetry({ ...base, attempt: { ...ended, outcome: 'answered' } })).toMatchObject({
      contactState: 'done',
      outcome: 'answered',
    });
    const refused = {
      state: 'not_placed',
      outcome: null,
      reason: 'carrier_21211',
      answeredAtMs: null,
    } as const;
    expect(planRetry({ ...base, attempt: refused })).toMatchObject({
      contactState: 'done',
      outcome: 'failed',
    });
  });

  it('tries a stale dial again at once and does not count it', () => {
    const stale = { state: 'not_placed', outcome: null, reason: 'stale', answeredAtMs: null } as const;
    expect(usesAttempt(stale)).toBe(false);
    expect(planRetry({ ...base, attempt: stale })).toMatchObject({ nextAtMs: base.ruleNowMs });
  });

  it('rings nobody on a guess: an unresolved review is done under the policy review only', () => {
    const ended = { answeredAtMs: null, state: 'ended', outcome: 'failed' } as const;
    expect(planRetry({ ...base, attempt: { ...ended, reason: 'unresolved' } }).contactState).toBe('done');
    expect(planRetry({ ...base, attempt: { ...ended, reason: 'unknown_counted' } }).contactState).toBe(
      'pending',
    );
  });
});

describe('finding an UNKNOWN among the carrier calls', () => {
  const call = (patch: Partial<CarrierCall>): CarrierCall => ({
    callId: 'CA1',
    status: 'queued',
    direction: 'outbound-api',
    parentCallId: null,
    answeredBy: null,
    dateCreatedMs: 100_000,
    startedMs: null,
    endedMs: null,
    durationSeconds: null,
    ...patch,
  });
  const resolve = (calls: CarrierCall[], bound: string[] = []) =>
    resolveUnknown({ calls, dialStartedAtMs: 104_999, boundCallIds: new Set(bound), slackMs: 5000 });

  it('binds exactly one unbound call, queued ones included', () => {
    expect(resolve([call({})])).toMatchObject({ kind: 'bind', call: { callId: 'CA1', status: 'queued' } });
    expect(resolve([call({}), call({ callId: 'CA2' })], ['CA2'])).toMatchObject({ kind: 'bind' });
  });

  it('leaves two matches to a person', () => {
    expect(resolve([call({}), call({ callId: 'CA2' })])).toEqual({ kind: 'several' });
  });

  it('takes no older call, no leg, no inbound call', () => {
    const others = [
      call({ dateCreatedMs: 99_998 }),
      call({ parentCallId: 'CA0' }),
      call({ direction: 'inbound' }),
    ];
    expect(resolve(others)).toEqual({ kind: 'none' });
  });
});

describe('words and timings', () => {
  it('tells a machine from a person, both completed', () => {
    expect(outcomeOf('completed', 'machine_end_beep')).toBe('machine');
    expect(outcomeOf('busy', 'human')).toBe('busy');
    expect(isSameEnding('machine', 'answered')).toBe(true);
    expect(publicCallState('ended', 'machine')).toBe('completed');
    expect(publicCallState('review', null)).toBe('needs_review');
  });

  it('scales waits but no network limit, and never gives DIALING up while its request is on the way', () => {
    const fast = scaleTimings(DIAL_TIMINGS, 0.01);
    expect(fast.reviewAfterMs).toBe(9000);
    expect(fast.probesMs).toEqual([300, 1200, 6000]);
    expect(fast.totalMs).toBe(10_000);
    expect(fast.dialingUnknownAfterMs).toBeGreaterThan(fast.slotAheadMs + fast.staleAfterMs + fast.totalMs);
  });
});
