import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CarrierCall } from '../../domain/call/carrier.port.ts';
import { AttemptKit, CLOSING, type KitAttempt, listedCall } from './attempt-kit.ts';

let kit: AttemptKit;

beforeAll(async () => {
  kit = await AttemptKit.create();
}, 60_000);

afterAll(() => kit.bed.close());

beforeEach(() => kit.reset());

describe('UNKNOWN', () => {
  const look = (attempt: KitAttempt) =>
    kit.activities().resolveUnknown({ ...attempt, probe: 1, last: false });

  it('binds the one call that nobody else has', async () => {
    const other = await kit.placed();
    const { provider_call_id: taken } = await kit.rowOf(other);
    const attempt = await kit.unknown();
    kit.carrierLists([
      listedCall('CA-ours'),
      listedCall(taken ?? ''),
      listedCall('CA-leg', { parentCallId: 'CA-x' }),
    ]);
    expect(await look(attempt)).toEqual({ result: 'bound' });
    expect(await kit.rowOf(attempt)).toMatchObject({
      state: 'placed',
      provider_call_id: 'CA-ours',
      cause: 'bound_by_list',
    });
  });

  it('goes to a person with two matches, and without any after the last look', async () => {
    const two = await kit.unknown();
    kit.carrierLists([listedCall('CA-1'), listedCall('CA-2')]);
    expect(await look(two)).toEqual({ result: 'not_found' });
    await kit.age(two, 1);
    expect(await look(two)).toEqual({ result: 'review' });
    expect(await kit.incidentsOf(two)).toEqual([
      expect.objectContaining({
        kind: 'NEEDS_REVIEW',
        resolved_at: null,
        detail: {
          cause: 'several_matches',
          calls: [expect.objectContaining({ callId: 'CA-1' }), expect.objectContaining({ callId: 'CA-2' })],
        },
      }),
    ]);
    const none = await kit.unknown();
    expect(await look(none)).toEqual({ result: 'not_found' });
    await kit.age(none, 10);
    expect(await look(none)).toEqual({ result: 'review' });
    expect(await kit.contactOf(none)).toMatchObject({ state: 'review' });
    expect(await kit.counterOf(none)).toMatchObject({ in_flight: 0, reserved_micros: 100 });
  });

  it('is bound by a late callback out of REVIEW, and gets its run again', async () => {
    const attempt = await kit.unknown();
    await kit.age(attempt, 10);
    await look(attempt);
    await kit.drainOutbox();
    expect(await kit.tell(attempt, 'in-progress', 'CA-late-1')).toMatchObject({
      isOurCall: true,
      applied: true,
    });
    expect(await kit.rowOf(attempt)).toMatchObject({ state: 'in_call', provider_call_id: 'CA-late-1' });
    expect(await kit.contactOf(attempt)).toMatchObject({ state: 'calling' });
    expect(await kit.counterOf(attempt)).toMatchObject({ in_flight: 1 });
    expect(await kit.incidentsOf(attempt)).toEqual([
      expect.objectContaining({ kind: 'NEEDS_REVIEW', resolved_at: expect.any(Date) }),
    ]);
    await kit.relay();
    expect(kit.started).toEqual([attempt.attemptId]);
  });

  it.each([
    ['review', { state: 'done', reason: 'unresolved' }],
    ['count_as_attempt', { state: 'pending', reason: 'unknown_counted' }],
  ])('that nobody settles for a day ends by the policy %s', async (policy, contact) => {
    await kit.bed.rows('UPDATE organization SET unknown_policy = $1', [policy]);
    const attempt = await kit.unknown();
    await kit.age(attempt, 10);
    await look(attempt);
    await kit.age(attempt, 24 * 36);
    expect(await kit.sweep()).toBe(1);
    expect(await kit.rowOf(attempt)).toMatchObject({ state: 'ended', outcome: 'failed', cause: 'policy' });
    await kit.activities().closeAttempt({ ...attempt, ...CLOSING });
    expect(await kit.contactOf(attempt)).toMatchObject({ ...contact, attempts_made: 1 });
    await kit.bed.rows(`UPDATE organization SET unknown_policy = 'review'`);
  });

  it('that a person settles as "did not ring" is due again without using up an attempt', async () => {
    const attempt = await kit.unknown();
    await kit.age(attempt, 10);
    await look(attempt);
    await kit.happen(attempt, { type: 'person_resolved', verdict: { kind: 'did_not_ring' } });
    await kit.activities().closeAttempt({ ...attempt, ...CLOSING });
    expect(await kit.contactOf(attempt)).toMatchObject({ state: 'pending', attempts_made: 0 });
  });
});

describe('an erased person', () => {
  it('is not rung, and an UNKNOWN of theirs still goes to a person', async () => {
    const erase = (e164: string) => kit.bed.rows('DELETE FROM contact_pii WHERE phone_e164 = $1', [e164]);
    const waiting = await kit.reserved();
    await erase(waiting.e164);
    expect(await kit.activities().placeCall(waiting)).toEqual({
      result: 'blocked',
      reason: 'contact.erased',
    });
    const attempt = await kit.unknown();
    await erase(attempt.e164);
    await kit.age(attempt, 10);
    expect(await kit.activities().resolveUnknown({ ...attempt, probe: 4, last: true })).toEqual({
      result: 'review',
    });
  });
});

describe('a call that should not be', () => {
  it('after NOT_PLACED is ended and reported once', async () => {
    kit.carrierSays({ kind: 'refused', httpStatus: 400, carrierCode: 21214 });
    const attempt = await kit.placed();
    expect(await kit.tell(attempt, 'ringing', 'CA-ghost')).toMatchObject({
      isOurCall: false,
      incident: 'LATE_DIAL',
    });
    await kit.tell(attempt, 'in-progress', 'CA-ghost');
    expect((await kit.incidentsOf(attempt)).map(({ kind }) => kind)).toEqual(['LATE_DIAL']);
    const ended: string[] = [];
    kit.carrierSays(undefined, {
      endCall: async (callId) => {
        ended.push(callId);
        return { kind: 'updated' };
      },
    });
    await kit.relay();
    expect(ended).toEqual(['CA-ghost']);
  });

  it('beside the bound one: the later is ended, the incident settled', async () => {
    const attempt = await kit.placed();
    const { provider_call_id: bound } = await kit.rowOf(attempt);
    await kit.tell(attempt, 'ringing', 'CA-second');
    const ended: string[] = [];
    const calls = new Map([
      [bound, listedCall(bound ?? '', { dateCreatedMs: 1000 })],
      ['CA-second', listedCall('CA-second', { dateCreatedMs: 2000 })],
    ]);
    kit.carrierSays(undefined, {
      fetchCall: async (callId) => ({ kind: 'found', call: calls.get(callId) as CarrierCall }),
      endCall: async (callId) => {
        ended.push(callId);
        return { kind: 'updated' };
      },
    });
    await kit.relay();
    expect(ended).toEqual(['CA-second']);
    expect(await kit.incidentsOf(attempt)).toEqual([
      expect.objectContaining({ kind: 'DUPLICATE_DIAL', resolved_at: expect.any(Date) }),
    ]);
    expect(await kit.rowOf(attempt)).toMatchObject({ provider_call_id: bound, state: 'placed' });
  });
});
