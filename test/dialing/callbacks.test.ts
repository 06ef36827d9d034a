import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDialingActivities } from '../../activities/dialing/dialing.activities.ts';
import { suppressNumber } from '../../db/dialing/opt-out.ts';
import { AttemptKit, CLOSING } from './attempt-kit.ts';
import { CallbackKit } from './callback-kit.ts';
import { type CountingCarrier, countingCarrier } from './counting-carrier.ts';

let kit: AttemptKit;
let callbacks: CallbackKit;

beforeAll(async () => {
  kit = await AttemptKit.create();
  callbacks = await CallbackKit.create(kit.bed);
}, 60_000);

afterAll(() => kit.bed.close());

const dialling = (carriers: CountingCarrier) => createDialingActivities({ ...kit.bed.deps, carriers });

describe('one callback, exactly one ring', () => {
  it('however many dial it at once', async () => {
    const callback = await callbacks.promised();
    const attempt = await callbacks.reserved(callback);
    const carrier = countingCarrier(undefined, 50);
    const results = await Promise.all(Array.from({ length: 20 }, () => dialling(carrier).placeCall(attempt)));
    expect(carrier.posts).toHaveLength(1);
    expect(results.filter(({ result }) => result === 'placed')).toHaveLength(1);
    expect(results.filter(({ result }) => result === 'already')).toHaveLength(19);
  });

  it('however many reserve it at once, and dial what they got', async () => {
    const callback = await callbacks.promised();
    const carrier = countingCarrier(undefined, 20);
    const ring = async () => {
      const round = await callbacks.activities().reserveCallback(callback);
      if (round.next === 'ring') await dialling(carrier).placeCall(round.call);
    };
    await Promise.all(Array.from({ length: 20 }, ring));
    expect(await callbacks.attemptsOf(callback)).toHaveLength(1);
    expect(carrier.posts).toHaveLength(1);
  });

  it('also when two callbacks were promised to one number', async () => {
    const e164 = callbacks.number();
    const [first, second] = [await callbacks.promised(e164), await callbacks.promised(e164)];
    const carrier = countingCarrier();
    const attempts = await Promise.all([callbacks.reserved(first), callbacks.reserved(second)]);
    const results = await Promise.all(attempts.map((attempt) => dialling(carrier).placeCall(attempt)));
    expect(carrier.posts).toHaveLength(1);
    expect(results.map(({ result }) => result).toSorted()).toEqual(['not_now', 'placed']);
    const states = [await callbacks.rowOf(first), await callbacks.rowOf(second)].map(({ state }) => state);
    expect(states.toSorted()).toEqual(['calling', 'scheduled']);
  });

  it('when the worker dies between the row and the start of its call', async () => {
    const callback = await callbacks.promised();
    const killed = callbacks.activities((name) => {
      if (name === 'K2') throw new Error('killed');
    });
    await expect(killed.reserveCallback(callback)).rejects.toThrow('killed');
    expect(await callbacks.rowOf(callback)).toMatchObject({ state: 'calling' });
    const carrier = countingCarrier();
    await dialling(carrier).placeCall(await callbacks.reserved(callback));
    expect(await callbacks.attemptsOf(callback)).toHaveLength(1);
    expect(carrier.posts).toHaveLength(1);
  });

  it('when nobody comes back before the lease is over: the sweeper gives it back, the same attempt rings', async () => {
    const callback = await callbacks.promised();
    const attempt = await callbacks.reserved(callback);
    await kit.bed.rows(
      `UPDATE call_attempt SET reserved_until = now() - interval '1 s', deadline_at = now() - interval '1 s' WHERE id = $1`,
      [attempt.attemptId],
    );
    await kit.sweep();
    expect(await callbacks.rowOf(callback)).toMatchObject({ state: 'scheduled' });
    const carrier = countingCarrier();
    expect(await callbacks.reserved(callback)).toEqual(attempt);
    await dialling(carrier).placeCall(attempt);
    expect(carrier.posts).toHaveLength(1);
  });

  it('when the carrier gives no clear answer: it is looked up, never dialled again', async () => {
    const callback = await callbacks.promised();
    const attempt = await callbacks.reserved(callback);
    const carrier = countingCarrier(() => ({ kind: 'ambiguous', reason: 'timeout' }));
    expect(await dialling(carrier).placeCall(attempt)).toEqual({ result: 'unknown' });
    const again = await callbacks.activities().reserveCallback(callback);
    expect(again).toMatchObject({ next: 'wait', facts: { state: 'calling' } });
    await dialling(carrier).placeCall(attempt);
    expect(carrier.posts).toHaveLength(1);
  });
});

describe('the end of a callback', () => {
  it.each([
    ['completed', 'completed', 'answered'],
    ['busy', 'failed', 'busy'],
    ['no-answer', 'failed', 'no_answer'],
    ['failed', 'failed', 'failed'],
  ] as const)('a call that is %s leaves it %s', async (status, state, outcome) => {
    const callback = await callbacks.promised();
    const attempt = { ...(await callbacks.reserved(callback)), campaignId: '', e164: '' };
    const carrier = countingCarrier();
    await dialling(carrier).placeCall(attempt);
    await kit.tell(attempt, status, await kit.callIdOf(attempt));
    expect(await callbacks.rowOf(callback)).toMatchObject({ state: 'calling' });
    await dialling(carrier).closeAttempt({ ...attempt, ...CLOSING });
    expect(await callbacks.rowOf(callback)).toMatchObject({ state, outcome, attempts_made: 1 });
    expect((await callbacks.rowOf(callback)).finished_at).not.toBeNull();
    expect(await callbacks.activities().reserveCallback(callback)).toMatchObject({ next: 'over' });
    expect(await callbacks.attemptsOf(callback)).toHaveLength(1);
  });

  it('is failed, with the reason, when the number asked not to be called', async () => {
    const e164 = callbacks.number();
    const callback = await callbacks.promised(e164);
    await kit.bed.inOrg((tx) =>
      suppressNumber(tx, kit.bed.phoneHash(e164), { scope: 'all', source: 'test' }),
    );
    const carrier = countingCarrier();
    const dial = await dialling(carrier).placeCall(await callbacks.reserved(callback));
    expect(dial.result).toBe('blocked');
    expect(carrier.posts).toHaveLength(0);
    const row = await callbacks.rowOf(callback);
    expect(row).toMatchObject({ state: 'failed', attempts_made: 0 });
    expect(row.reason).toMatch(/suppress/);
  });

  it('comes after another attempt when the first was never sent', async () => {
    const callback = await callbacks.promised();
    const attempt = await callbacks.reserved(callback);
    await kit.happen({ ...attempt, campaignId: '', e164: '' }, { type: 'not_now', reason: 'x', nextAtMs: 0 });
    const carrier = countingCarrier(() => ({ kind: 'not_sent', reason: 'refused' }));
    const deferred = await dialling(carrier).placeCall(await callbacks.reserved(callback));
    expect(deferred).toMatchObject({ result: 'not_now' });
    expect(await callbacks.rowOf(callback)).toMatchObject({ state: 'scheduled', attempts_made: 0 });
    expect(await callbacks.attemptsOf(callback)).toHaveLength(1);
  });
});

describe('a callback outside the hours of who is called', () => {
  it('waits for them, by the zone of the number', async () => {
    // 17:00 UTC of the bed: night in New Zealand, where 8 h lie within the day from 20:00 UTC on.
    const callback = await callbacks.promised('+6421255501');
    const carrier = countingCarrier();
    const dial = await dialling(carrier).placeCall(await callbacks.reserved(callback));
    expect(carrier.posts).toHaveLength(0);
    expect(dial).toMatchObject({ result: 'not_now' });
    const next = await callbacks.activities().reserveCallback(callback);
    expect(next).toMatchObject({ next: 'wait', facts: { state: 'scheduled' } });
    expect(next.next === 'wait' && next.waitMs).toBeGreaterThan(3_600_000);
  });
});

describe('steering', () => {
  it('moves a callback that waits, and nobody rings before', async () => {
    const callback = await callbacks.promised();
    const dueAtMs = Date.now() + 86_400_000;
    const later = await callbacks.activities().rescheduleCallback({ ...callback, dueAtMs });
    expect(later).toMatchObject({ facts: { state: 'scheduled', dueAtMs } });
    expect(await callbacks.activities().reserveCallback(callback)).toMatchObject({ next: 'wait' });
    expect(await callbacks.attemptsOf(callback)).toEqual([]);
    await callbacks.activities().rescheduleCallback({ ...callback, dueAtMs: null });
    expect(await callbacks.activities().reserveCallback(callback)).toMatchObject({ next: 'ring' });
  });

  it('ends the wait of its attempt', async () => {
    const callback = await callbacks.promised();
    const attempt = { ...(await callbacks.reserved(callback)), campaignId: '', e164: '' };
    const nextAtMs = Date.now() * 2;
    await kit.happen(attempt, { type: 'not_now', reason: 'window.closed', nextAtMs });
    expect(await callbacks.activities().reserveCallback(callback)).toMatchObject({ next: 'wait' });
    await callbacks.activities().rescheduleCallback({ ...callback, dueAtMs: null });
    expect(await callbacks.reserved(callback)).toEqual({
      orgId: attempt.orgId,
      attemptId: attempt.attemptId,
    });
  });

  it('cancels a callback for good, its waiting attempt too', async () => {
    const callback = await callbacks.promised();
    const attempt = { ...(await callbacks.reserved(callback)), campaignId: '', e164: '' };
    await kit.happen(attempt, { type: 'not_now', reason: 'x', nextAtMs: 0 });
    expect(await callbacks.activities().cancelCallback(callback)).toMatchObject({
      facts: { state: 'canceled' },
    });
    expect(await callbacks.activities().cancelCallback(callback)).toMatchObject({
      facts: { state: 'canceled' },
    });
    expect(await callbacks.attemptsOf(callback)).toMatchObject([
      { state: 'blocked', reason: 'callback.canceled' },
    ]);
    const carrier = countingCarrier();
    expect(await dialling(carrier).placeCall(attempt)).toMatchObject({ result: 'already', state: 'blocked' });
    expect(await callbacks.activities().reserveCallback(callback)).toMatchObject({ next: 'over' });
    expect(carrier.posts).toHaveLength(0);
  });

  it('comes too late once it is reserved or over', async () => {
    const callback = await callbacks.promised();
    await callbacks.reserved(callback);
    const { cancelCallback, rescheduleCallback } = callbacks.activities();
    expect(await cancelCallback(callback)).toEqual({ refused: 'callback.already_calling' });
    expect(await rescheduleCallback({ ...callback, dueAtMs: null })).toEqual({
      refused: 'callback.already_calling',
    });
    const canceled = await callbacks.promised();
    await cancelCallback(canceled);
    expect(await rescheduleCallback({ ...canceled, dueAtMs: 1 })).toEqual({
      refused: 'callback.already_finished',
    });
  });

  it('and ringing at the same moment agree on who was first', async () => {
    for (let round = 0; round < 10; round += 1) {
      const callback = await callbacks.promised();
      const carrier = countingCarrier();
      const ring = async () => {
        const next = await callbacks.activities().reserveCallback(callback);
        if (next.next === 'ring') await dialling(carrier).placeCall(next.call);
      };
      const [, steered] = await Promise.all([ring(), callbacks.activities().cancelCallback(callback)]);
      expect(carrier.posts).toHaveLength('refused' in steered ? 1 : 0);
    }
  });
});

describe('a callback whose run was lost', () => {
  it('is found by the sweeper a minute after its time, once a minute', async () => {
    await kit.reset();
    const callback = await callbacks.promised(undefined, { dueAtMs: Date.now() - 3_600_000_000 });
    await kit.drainOutbox();
    await kit.bed.rows(`UPDATE callback SET updated_at = now() - interval '2 min' WHERE id = $1`, [
      callback.callbackId,
    ]);
    expect(await kit.sweep()).toBe(1);
    await kit.relay();
    expect(kit.started).toEqual([callback.callbackId]);
    expect(await kit.sweep()).toBe(0);
  });

  it('is not asked for again once it is over', async () => {
    const callback = await callbacks.promised();
    await callbacks.activities().cancelCallback(callback);
    kit.started = [];
    while ((await kit.relay()) > 0);
    expect(kit.started).not.toContain(callback.callbackId);
  });
});
