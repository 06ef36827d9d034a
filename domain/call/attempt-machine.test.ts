import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AttemptEffect, AttemptEvent, AttemptSnapshot } from './attempt-events.ts';
import { plannedAttempt, transition } from './attempt-machine.ts';
import { type AttemptState, isArrow, isTerminal } from './attempt-state.ts';
import { CARRIER_STATUSES } from './carrier-rank.ts';
import { DIAL_TIMINGS, scaleTimings } from './dial-timings.ts';

const timings = scaleTimings(DIAL_TIMINGS, 0.01);
const token = fc.constantFrom('t1', 't2');
const callId = fc.constantFrom('CA1', 'CA2');
const news = fc.record({
  callId,
  status: fc.constantFrom(...CARRIER_STATUSES),
  answeredBy: fc.constantFrom(null, 'human', 'machine_start'),
  durationSeconds: fc.constantFrom(null, 7),
});
const event = (atMs: number): fc.Arbitrary<AttemptEvent> =>
  fc.oneof(
    fc.constant({ atMs, type: 'reserve', leaseUntilMs: atMs + 1000 } as const),
    fc.constant({ atMs, type: 'lease_expired' } as const),
    fc.constant({ atMs, type: 'not_now', reason: 'window', nextAtMs: atMs } as const),
    fc.constant({ atMs, type: 'block', reason: 'suppressed' } as const),
    token.map((dialToken) => ({ atMs, type: 'dial', dialToken }) as const),
    token.map((dialToken) => ({ atMs, type: 'stale', dialToken }) as const),
    fc.record({
      atMs: fc.constant(atMs),
      type: fc.constant('create_accepted' as const),
      dialToken: token,
      callId,
      queueTimeMs: fc.constantFrom(null, 0),
    }),
    token.map((dialToken) => ({ atMs, type: 'create_refused', dialToken, reason: 'carrier_21211' }) as const),
    token.map((dialToken) => ({ atMs, type: 'create_rate_limited', dialToken, nextAtMs: atMs }) as const),
    token.map((dialToken) => ({ atMs, type: 'create_not_sent', dialToken, nextAtMs: atMs }) as const),
    token.map((dialToken) => ({ atMs, type: 'create_ambiguous', dialToken, reason: 'timeout' }) as const),
    fc.constant({ atMs, type: 'dialing_timed_out' } as const),
    fc.record({
      atMs: fc.constant(atMs),
      type: fc.constant('news' as const),
      news,
      parentCallId: fc.constantFrom(null, 'CA0'),
    }),
    news.map((fetched) => ({ atMs, type: 'fetched', news: fetched }) as const),
    fc
      .oneof(
        news.map((call) => ({ kind: 'bind', call }) as const),
        fc.constantFrom({ kind: 'several' } as const, { kind: 'none' } as const),
      )
      .map((verdict) => ({ atMs, type: 'listed', verdict }) as const),
    fc.constant({ atMs, type: 'call_missing' } as const),
    fc.constant({
      atMs,
      type: 'person_resolved',
      verdict: { kind: 'rang', outcome: 'no_answer' },
    } as const),
    fc.constant({ atMs, type: 'person_resolved', verdict: { kind: 'did_not_ring' } } as const),
    fc.constant({ atMs, type: 'review_expired', policy: 'count_as_attempt' } as const),
    fc.constant({ atMs, type: 'close' } as const),
  );

/** Random lives: each event a random while after the last; `biased` starts with the usual road to DIALING. */
const life = fc
  .tuple(fc.boolean(), fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 40 }))
  .chain(([biased, steps]) => {
    let atMs = 0;
    const events = steps.map((ms) => event((atMs += ms)));
    return fc.tuple(...events).map((rest): AttemptEvent[] => {
      const road: AttemptEvent[] = [
        { atMs: 0, type: 'reserve', leaseUntilMs: 1000 },
        { atMs: 0, type: 'dial', dialToken: 't1' },
      ];
      return biased ? [...road, ...rest] : rest;
    });
  });

interface Step {
  event: AttemptEvent;
  before: AttemptSnapshot;
  after: AttemptSnapshot;
  effects: AttemptEffect[];
}

function live(events: readonly AttemptEvent[]): Step[] {
  let attempt = plannedAttempt(0, timings);
  const steps: Step[] = [];
  for (const event of events) {
    const next = transition(attempt, event, timings);
    if ('refused' in next) continue;
    steps.push({ event, before: attempt, after: next.state, effects: next.effects });
    attempt = next.state;
  }
  return steps;
}

const forEveryStep = (claim: (step: Step, steps: readonly Step[], index: number) => void) =>
  fc.assert(
    fc.property(life, (events) => {
      const steps = live(events);
      steps.forEach((step, index) => {
        claim(step, steps, index);
      });
    }),
    { numRuns: 3000 },
  );

describe('attempt machine', () => {
  it('changes state only along its arrows', () => {
    forEveryStep(({ before, after }) => {
      if (before.state === after.state && after.cause === before.cause) return;
      expect(isArrow(before.state, after.state, after.cause)).toBe(true);
    });
  });

  it('posts a second create only after the carrier certainly did not take the first', () => {
    forEveryStep(({ effects }, steps, index) => {
      if (!effects.some((effect) => effect.type === 'post_create')) return;
      const earlier = steps.slice(0, index);
      const lastPost = earlier.findLastIndex((step) => step.effects.some((e) => e.type === 'post_create'));
      if (lastPost < 0) return;
      const since = earlier.slice(lastPost + 1).map((step) => step.event.type);
      expect(since.some((type) => type === 'create_rate_limited' || type === 'create_not_sent')).toBe(true);
    });
  });

  it('never dials a row for which a call ever turned up', () => {
    forEveryStep(({ before, effects }) => {
      if (effects.some((effect) => effect.type === 'post_create')) expect(before.callId).toBeNull();
    });
  });

  it('changes a terminal row only to close it, to note a late call or to correct the ending', () => {
    forEveryStep(({ before, after }) => {
      if (!isTerminal(before.state)) return;
      expect(after.state).toBe(before.state);
      if (after.outcome !== before.outcome) expect(after.cause).toBe('carrier_correction');
    });
  });

  it('keeps a bound call id and never lowers its rank', () => {
    forEveryStep(({ before, after }) => {
      if (before.callId === null) return;
      expect(after.callId).toBe(before.callId);
      expect(after.carrierRank).toBeGreaterThanOrEqual(before.carrierRank);
    });
  });

  it('gives every open row a deadline and takes it from every closed one', () => {
    forEveryStep(({ after }) => {
      expect(after.deadlineAtMs === null).toBe(after.closedAtMs !== null);
    });
  });

  it('settles the contact exactly once, when it closes', () => {
    forEveryStep(({ before, after, effects }) => {
      const settles = effects.filter((effect) => effect.type === 'settle_contact').length;
      expect(settles).toBe(before.closedAtMs === null && after.closedAtMs !== null ? 1 : 0);
    });
  });

  it('signals every ending that needs closing', () => {
    forEveryStep(({ before, after, effects }) => {
      if (after.state !== 'ended' || before.state === 'ended') return;
      expect(effects).toContainEqual({ type: 'signal_call_ended' });
      expect(after.outcome).not.toBeNull();
    });
  });

  it('comes to rest from every live state: person, policy or carrier always has a way out', () => {
    const atMs = timings.reviewLockMs + 1;
    const call = { callId: 'CA9', status: 'completed', answeredBy: null, durationSeconds: 1 } as const;
    const exits: AttemptEvent[] = [
      { atMs, type: 'dialing_timed_out' },
      { atMs, type: 'listed', verdict: { kind: 'none' } },
      { atMs, type: 'review_expired', policy: 'review' },
      { atMs, type: 'call_missing' },
      { atMs, type: 'close' },
    ];
    fc.assert(
      fc.property(life, (events) => {
        let attempt = live(events).at(-1)?.after ?? plannedAttempt(0, timings);
        if (attempt.state === 'planned' || attempt.state === 'reserved') return;
        const late = (e: AttemptEvent) => ({ ...e, atMs: (attempt.dialStartedAtMs ?? 0) + atMs });
        for (const exit of [...exits, { atMs, type: 'news', news: call, parentCallId: null } as const]) {
          const next = transition(attempt, late(exit), timings);
          if (!('refused' in next)) attempt = next.state;
        }
        expect(isTerminal(attempt.state)).toBe(true);
        expect(attempt.closedAtMs === null && attempt.state !== 'ended').toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the roads of calls.md', () => {
  const at = (state: AttemptState, patch: Partial<AttemptSnapshot> = {}): AttemptSnapshot => ({
    ...plannedAttempt(0),
    state,
    dialToken: 't1',
    dialStartedAtMs: 0,
    ...patch,
  });
  const said = (status: (typeof CARRIER_STATUSES)[number], id = 'CA1'): AttemptEvent => ({
    atMs: 10,
    type: 'news',
    news: { callId: id, status, answeredBy: null, durationSeconds: null },
    parentCallId: null,
  });

  it('lets a callback beat the create response', () => {
    const ringing = transition(at('dialing'), said('ringing'));
    expect(ringing).toMatchObject({ state: { state: 'ringing', callId: 'CA1' }, effects: [] });
    if ('refused' in ringing) return;
    const answer = {
      atMs: 11,
      type: 'create_accepted',
      dialToken: 't1',
      callId: 'CA1',
      queueTimeMs: 0,
    } as const;
    expect(transition(ringing.state, answer)).toEqual({ refused: 'not_newer' });
  });

  it('detects a second call of one attempt', () => {
    const next = transition(at('placed', { callId: 'CA1', carrierRank: 1 }), said('ringing', 'CA2'));
    expect(next).toMatchObject({
      state: { callId: 'CA1', state: 'placed' },
      effects: [
        { type: 'incident', kind: 'DUPLICATE_DIAL', callId: 'CA2' },
        { type: 'settle_two_calls', boundCallId: 'CA1', otherCallId: 'CA2' },
      ],
    });
  });

  it('hangs up a call that comes after NOT_PLACED and reports it', () => {
    const next = transition(at('not_placed', { closedAtMs: 1 }), said('ringing'));
    expect(next).toMatchObject({
      state: { state: 'not_placed', callId: 'CA1' },
      effects: [{ kind: 'LATE_DIAL' }, { type: 'hang_up', callId: 'CA1' }],
    });
  });

  it('asks the carrier when it told two endings and corrects by its answer', () => {
    const ended = at('ended', { outcome: 'busy', callId: 'CA1', carrierRank: 5 });
    expect(transition(ended, said('completed'))).toMatchObject({
      state: { outcome: 'busy' },
      effects: [{ type: 'fetch_call', callId: 'CA1' }],
    });
    const news = { callId: 'CA1', status: 'completed', answeredBy: null, durationSeconds: 4 } as const;
    expect(transition(ended, { atMs: 12, type: 'fetched', news })).toMatchObject({
      state: { state: 'ended', outcome: 'answered', cause: 'carrier_correction' },
      effects: [{ type: 'incident', kind: 'CARRIER_CORRECTION' }],
    });
  });

  it('takes it as a sign of life when the carrier, asked, says that the call goes on', () => {
    const talking = at('in_call', { callId: 'CA1', carrierRank: 4, deadlineAtMs: 20 });
    const news = { callId: 'CA1', status: 'in-progress', answeredBy: null, durationSeconds: null } as const;
    expect(transition(talking, { atMs: 1_000, type: 'fetched', news })).toMatchObject({
      state: { state: 'in_call', deadlineAtMs: 1_000 + 3 * DIAL_TIMINGS.askCarrierAfterMs },
      effects: [],
    });
    expect(transition(talking, said('in-progress'))).toEqual({ refused: 'not_newer' });
  });

  it('takes the planned retry back when the carrier says after all that the call was answered', () => {
    const closed = at('ended', { outcome: 'busy', callId: 'CA1', carrierRank: 5, closedAtMs: 11 });
    const fetched = (status: 'completed' | 'no-answer'): AttemptEvent => ({
      atMs: 12,
      type: 'fetched',
      news: { callId: 'CA1', status, answeredBy: null, durationSeconds: 4 },
    });
    const effectsOf = (event: AttemptEvent) => {
      const next = transition(closed, event);
      return 'refused' in next ? [] : next.effects.map(({ type }) => type);
    };
    expect(effectsOf(fetched('completed'))).toEqual(['incident', 'withdraw_retry']);
    expect(effectsOf(fetched('no-answer'))).toEqual(['incident']);
  });

  it('sends two matches to a person only after the wait for a callback', () => {
    const listed = (atMs: number): AttemptEvent => ({ atMs, type: 'listed', verdict: { kind: 'several' } });
    expect(transition(at('unknown'), listed(DIAL_TIMINGS.unknownWaitMs - 1))).toEqual({
      refused: 'too_early',
    });
    expect(transition(at('unknown'), listed(DIAL_TIMINGS.unknownWaitMs))).toMatchObject({
      state: { state: 'review' },
    });
  });

  it.each([
    { atMs: 10, type: 'stale', dialToken: 'old' },
    { atMs: 10, type: 'create_refused', dialToken: 'old', reason: 'carrier_21211' },
    { atMs: 10, type: 'create_rate_limited', dialToken: 'old', nextAtMs: 0 },
    { atMs: 10, type: 'create_not_sent', dialToken: 'old', nextAtMs: 0 },
    { atMs: 10, type: 'create_ambiguous', dialToken: 'old', reason: 'timeout' },
  ] satisfies AttemptEvent[])(
    'does not take $type of an earlier dial for the answer to this one',
    (event) => {
      expect(transition(at('dialing'), event)).toEqual({ refused: 'wrong_token' });
    },
  );

  it('ignores the legs of a call', () => {
    expect(
      transition(at('placed'), { ...said('ringing', 'CA2'), parentCallId: 'CA1' } as AttemptEvent),
    ).toEqual({
      refused: 'other_leg',
    });
  });
});
