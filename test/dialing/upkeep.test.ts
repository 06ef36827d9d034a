import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { rebuild } from '../../activities/dialing/rebuild.ts';
import { AttemptKit, CLOSING, listedCall } from './attempt-kit.ts';

let kit: AttemptKit;

beforeAll(async () => {
  kit = await AttemptKit.create();
}, 60_000);

afterAll(() => kit.bed.close());

beforeEach(() => kit.reset());

describe('webhooks', () => {
  it('apply once, by rank, and are not known for another account or attempt', async () => {
    const attempt = await kit.placed();
    const callId = await kit.callIdOf(attempt);
    expect(await kit.tell(attempt, 'in-progress', callId)).toMatchObject({ applied: true });
    expect(await kit.tell(attempt, 'in-progress', callId)).toMatchObject({ applied: false, isOurCall: true });
    expect(await kit.tell(attempt, 'ringing', callId)).toMatchObject({ applied: false });
    expect(await kit.rowOf(attempt)).toMatchObject({ state: 'in_call' });
    const foreign = { ...kit.webhook(attempt, 'completed', callId), accountSid: `AC${'9'.repeat(32)}` };
    expect(await kit.take(foreign)).toEqual({ isKnown: false });
    const stranger = { ...kit.webhook(attempt, 'completed', callId), attemptId: kit.bed.orgId };
    expect(await kit.take(stranger)).toEqual({ isKnown: false });
  });

  it('delivered twenty times at once end a call once', async () => {
    const attempt = await kit.placed();
    const callId = await kit.callIdOf(attempt);
    const all = await Promise.all(Array.from({ length: 20 }, () => kit.tell(attempt, 'completed', callId)));
    expect(all.filter((one) => one.isKnown && one.applied)).toHaveLength(1);
    const { n } = await kit.bed.row<{ n: number }>(
      `SELECT count(*)::int AS n FROM outbox WHERE key = $1 AND kind = 'call_ended'`,
      [attempt.attemptId],
    );
    expect(n).toBe(1);
  });
});

describe('closing', () => {
  it('twenty times at once writes the books once', async () => {
    const attempt = await kit.placed();
    const callId = await kit.callIdOf(attempt);
    await kit.tell(attempt, 'completed', callId);
    const all = await Promise.all(
      Array.from({ length: 20 }, () => kit.activities().closeAttempt({ ...attempt, ...CLOSING })),
    );
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(await kit.counterOf(attempt)).toEqual({
      in_flight: 0,
      placed: 1,
      answered: 1,
      reserved_micros: 0,
      spent_micros: 100,
    });
    expect(await kit.contactOf(attempt)).toMatchObject({
      state: 'done',
      outcome: 'answered',
      attempts_made: 1,
    });
    const call = await kit.bed.row('SELECT disposition, path, variables, language FROM call WHERE id = $1', [
      attempt.attemptId,
    ]);
    expect(call).toEqual(CLOSING);
  });

  it('of a busy line plans the next attempt, whose number is one higher', async () => {
    const attempt = await kit.placed();
    await kit.tell(attempt, 'busy', await kit.callIdOf(attempt));
    const closed = await kit.activities().closeAttempt({ ...attempt, ...CLOSING });
    expect(closed).toMatchObject({ outcome: 'busy', contactState: 'pending' });
    expect(await kit.bed.claim(attempt.campaignId)).toEqual([]);
    await kit.bed.rows(`UPDATE campaign_contact SET next_at = 'epoch' WHERE attempt_id = $1`, [
      attempt.attemptId,
    ]);
    const [again] = await kit.bed.claim(attempt.campaignId);
    const next = await kit.bed.row('SELECT attempt_no, state FROM call_attempt WHERE id = $1', [
      again?.attemptId,
    ]);
    expect(next).toEqual({ attempt_no: 2, state: 'reserved' });
  });
});

describe('the sweeper', () => {
  it('finds nothing where nothing is overdue', async () => {
    await kit.placed();
    expect(await kit.sweep()).toBe(0);
  });

  it('gives back an expired lease', async () => {
    const attempt = await kit.reserved();
    await kit.age(attempt, 60);
    expect(await kit.sweep()).toBe(1);
    expect(await kit.rowOf(attempt)).toMatchObject({ state: 'planned', cause: 'lease_expired' });
    expect(await kit.contactOf(attempt)).toMatchObject({ state: 'pending' });
    expect(await kit.bed.claim(attempt.campaignId)).toEqual([
      expect.objectContaining({ attemptId: attempt.attemptId }),
    ]);
  });

  it('makes UNKNOWN of a dial whose worker died, and sees to its run', async () => {
    const attempt = await kit.reserved();
    await expect(kit.activities(dieAt('K4')).placeCall(attempt)).rejects.toThrow('K4');
    await kit.age(attempt, 31);
    expect(await kit.sweep()).toBe(1);
    expect(await kit.rowOf(attempt)).toMatchObject({ state: 'unknown', cause: 'dialing_timed_out' });
    await kit.relay();
    expect(kit.started).toEqual([attempt.attemptId]);
    expect((await kit.incidentsOf(attempt)).map(({ kind }) => kind)).toEqual(['SWEEPER_REPAIR']);
  });

  it('asks the carrier about a silent call, and closes one that ended unseen', async () => {
    const attempt = await kit.placed();
    await kit.age(attempt, 3600);
    const callId = await kit.callIdOf(attempt);
    const call = listedCall(callId, { status: 'no-answer' });
    kit.carrierSays(undefined, { fetchCall: async () => ({ kind: 'found', call }) });
    expect(await kit.sweep()).toBe(1);
    await kit.relay();
    expect(await kit.rowOf(attempt)).toMatchObject({
      state: 'ended',
      outcome: 'no_answer',
      cause: 'carrier_fetched',
    });
    await kit.bed.rows('UPDATE call_attempt SET deadline_at = now() WHERE id = $1', [attempt.attemptId]);
    await kit.drainOutbox();
    expect(await kit.sweep()).toBe(1);
    await kit.relay();
    expect(kit.started).toContain(attempt.attemptId);
  });

  it('replaces a run that has not closed its ended attempt for long', async () => {
    const attempt = await kit.placed();
    await kit.tell(attempt, 'completed', await kit.callIdOf(attempt));
    await kit.drainOutbox();
    await kit.bed.rows(`UPDATE call_attempt SET deadline_at = now() WHERE id = $1`, [attempt.attemptId]);
    expect(await kit.sweep()).toBe(1);
    await kit.relay();
    expect(kit.replaced).not.toContain(attempt.attemptId);
    await kit.bed.rows(
      `UPDATE call_attempt SET deadline_at = now(), ended_at = now() - interval '1 day' WHERE id = $1`,
      [attempt.attemptId],
    );
    expect(await kit.sweep()).toBe(1);
    await kit.relay();
    expect(kit.replaced).toContain(attempt.attemptId);
  });

  it('takes the planned retry back when the carrier says after all that the call was answered', async () => {
    const attempt = await kit.placed();
    const callId = await kit.callIdOf(attempt);
    await kit.tell(attempt, 'busy', callId);
    const closed = await kit.activities().closeAttempt({ ...attempt, ...CLOSING });
    expect(closed.contactState).toBe('pending');
    const call = listedCall(callId, { status: 'completed' });
    kit.carrierSays(undefined, { fetchCall: async () => ({ kind: 'found', call }) });
    await kit.tell(attempt, 'completed', callId);
    await kit.relay();
    const contact = await kit.bed.rows('SELECT state, outcome FROM campaign_contact WHERE attempt_id = $1', [
      attempt.attemptId,
    ]);
    expect(contact).toEqual([{ state: 'done', outcome: 'answered' }]);
  });

  it('ends an attempt whose call the carrier does not know, and rings nobody again on a guess', async () => {
    const attempt = await kit.placed();
    await kit.age(attempt, 3600);
    expect(await kit.sweep()).toBe(1);
    await kit.relay();
    expect(await kit.rowOf(attempt)).toMatchObject({
      state: 'ended',
      outcome: 'failed',
      reason: 'call_missing',
    });
    await kit.activities().closeAttempt({ ...attempt, ...CLOSING });
    expect(await kit.contactOf(attempt)).toMatchObject({ state: 'done', reason: 'call_missing' });
  });

  it('ends the wait of an attempt whose campaign was canceled', async () => {
    kit.carrierSays({ kind: 'not_sent', reason: 'econnrefused' });
    const attempt = await kit.placed();
    await kit.bed.rows(`UPDATE campaign_contact SET state = 'done' WHERE attempt_id = $1`, [
      attempt.attemptId,
    ]);
    await kit.age(attempt, 25 * 3600);
    expect(await kit.sweep()).toBe(1);
    expect(await kit.rowOf(attempt)).toMatchObject({ state: 'blocked', reason: 'campaign.canceled' });
  });
});

describe('rebuild', () => {
  it('makes sure of the run of every attempt that is not at rest, and of no other', async () => {
    const open = [await kit.reserved(), await kit.placed(), await kit.unknown()];
    const ended = await kit.placed();
    await kit.tell(ended, 'completed', await kit.callIdOf(ended));
    const closed = await kit.placed();
    await kit.tell(closed, 'completed', await kit.callIdOf(closed));
    await kit.activities().closeAttempt({ ...closed, ...CLOSING });
    await kit.drainOutbox();
    const campaigns: string[] = [];
    const runs = {
      ...kit.relayDeps().runs,
      ensureCampaign: async (c: { campaignId: string }) => void campaigns.push(c.campaignId),
    };
    const count = await rebuild(kit.bed, runs, () => {});
    expect(kit.started).toEqual(expect.arrayContaining([...open, ended].map((one) => one.attemptId)));
    expect(kit.started).not.toContain(closed.attemptId);
    expect(new Set(kit.started).size).toBe(kit.started.length);
    expect(campaigns).toContain(ended.campaignId);
    expect(count).toMatchObject({ calls: kit.started.length, failed: 0 });
  });
});

/** A kill point that throws, as a process would be gone. */
function dieAt(...points: string[]): (name: string) => void {
  return (name) => {
    if (points.includes(name)) throw new Error(name);
  };
}
