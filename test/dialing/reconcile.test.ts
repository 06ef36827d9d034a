import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDialingActivities } from '../../activities/dialing/dialing.activities.ts';
import { rebuild } from '../../activities/dialing/rebuild.ts';
import { relayBatch, type RelayDeps } from '../../activities/dialing/relay.ts';
import { sweepOnce } from '../../activities/dialing/sweeper.ts';
import { applyCarrierEvent, type CarrierEvent } from '../../db/dialing/apply-carrier-event.ts';
import { applyEvent, type TimelessEvent } from '../../db/dialing/apply-event.ts';
import type { CarrierStatus } from '../../domain/call/carrier-rank.ts';
import type { CarrierCall } from '../../domain/call/carrier.port.ts';
import { type CountingCarrier, countingCarrier } from './counting-carrier.ts';
import { BED_TIMINGS, type CampaignSettings, createDialingBed, type DialingBed } from './dialing-bed.ts';

let bed: DialingBed;
let carrier: CountingCarrier;
let nextNumber = 100;
let started: string[];

const AMBIGUOUS = { kind: 'ambiguous', reason: 'timeout' } as const;
const CLOSING = { disposition: 'confirmed', path: [{ node: 'menu' }], variables: { answer: '1' } };

beforeAll(async () => {
  // Rows live long unless a test ages them, so that none is overdue by itself.
  const timings = { ...BED_TIMINGS, queueLimitMs: 60_000, ringExpectedMs: 60_000, closeWithinMs: 60_000 };
  bed = await createDialingBed({ cps: 1000, deps: { timings } });
}, 60_000);

afterAll(() => bed.close());

beforeEach(async () => {
  carrier = countingCarrier();
  started = [];
  await bed.rows(`UPDATE call_attempt SET deadline_at = now() + interval '1 year' WHERE closed_at IS NULL`);
  await drainOutbox();
});

const activities = () => createDialingActivities({ ...bed.deps, carriers: carrier });

async function reserved(settings: CampaignSettings = {}) {
  const campaignId = await bed.addCampaign(settings);
  const e164 = `+1646555${String(nextNumber++).padStart(4, '0')}`;
  await bed.addContact(campaignId, e164);
  const [claimed] = await bed.claim(campaignId);
  return { orgId: bed.orgId, attemptId: claimed?.attemptId ?? '', campaignId, e164 };
}

type Reserved = Awaited<ReturnType<typeof reserved>>;

async function placed(settings: CampaignSettings = {}): Promise<Reserved> {
  const attempt = await reserved(settings);
  await activities().placeCall(attempt);
  return attempt;
}

async function unknown(settings: CampaignSettings = {}): Promise<Reserved> {
  carrier = countingCarrier(() => AMBIGUOUS);
  const attempt = await placed(settings);
  carrier = countingCarrier();
  return attempt;
}

interface AttemptColumns {
  state: string;
  outcome: string | null;
  reason: string | null;
  cause: string;
  provider_call_id: string | null;
  closed_at: Date | null;
}

const rowOf = ({ attemptId }: { attemptId: string }) =>
  bed.row<AttemptColumns>('SELECT * FROM call_attempt WHERE id = $1', [attemptId]);
const contactOf = ({ attemptId }: { attemptId: string }) =>
  bed.row<{ state: string; attempts_made: number; reason: string | null; outcome: string | null }>(
    'SELECT * FROM campaign_contact WHERE attempt_id = $1',
    [attemptId],
  );
const counterOf = ({ campaignId }: { campaignId: string }) =>
  bed.row(
    'SELECT in_flight, placed, answered, reserved_micros, spent_micros FROM campaign_counter WHERE campaign_id = $1',
    [campaignId],
  );
const incidentsOf = ({ attemptId }: { attemptId: string }) =>
  bed.rows<{ kind: string; resolved_at: Date | null }>('SELECT * FROM incident WHERE attempt_id = $1', [
    attemptId,
  ]);

/** Lets wall time pass for one row: moves all its moments back. */
const age = ({ attemptId }: { attemptId: string }, seconds: number) =>
  bed.rows(
    `UPDATE call_attempt SET dial_started_at = dial_started_at - make_interval(secs => $2),
            deadline_at = deadline_at - make_interval(secs => $2), reserved_until = reserved_until - make_interval(secs => $2)
      WHERE id = $1`,
    [attemptId, seconds],
  );

const happen = ({ attemptId }: { attemptId: string }, event: TimelessEvent) =>
  bed.inOrg((tx) => applyEvent(tx, attemptId, event, bed.deps.timings));

function webhook(attempt: Reserved, status: CarrierStatus, callId: string): CarrierEvent {
  return {
    orgId: attempt.orgId,
    attemptId: attempt.attemptId,
    provider: 'twilio',
    accountSid: bed.emulator.accountSid,
    url: `${bed.receiver.url}/status`,
    params: { CallSid: callId, CallStatus: status },
    callback: { news: { callId, status, answeredBy: null, durationSeconds: null }, parentCallId: null },
  };
}

const tell = (attempt: Reserved, status: CarrierStatus, callId: string) =>
  applyCarrierEvent({ pool: bed.pool, timings: bed.deps.timings }, webhook(attempt, status, callId));

function relay(): RelayDeps {
  const ensureCall = async ({ attemptId }: { attemptId: string }) => void started.push(attemptId);
  return {
    dialing: { ...bed.deps, carriers: carrier },
    systemPool: bed.systemPool,
    runs: {
      signalCallEnded: async () => false,
      ensureCall,
      ensureCampaign: async () => {},
      ensureImport: async () => {},
    },
    onError: (error) => {
      throw error;
    },
  };
}

async function drainOutbox(): Promise<void> {
  while ((await relayBatch(relay())) > 0);
  started = [];
}

const sweep = () =>
  sweepOnce({
    dialing: bed.deps,
    systemPool: bed.systemPool,
    onError: (error) => {
      throw error;
    },
  });

const listedCall = (callId: string, patch: Partial<CarrierCall> = {}): CarrierCall => ({
  callId,
  status: 'queued',
  direction: 'outbound-api',
  parentCallId: null,
  answeredBy: null,
  dateCreatedMs: Date.now(),
  startedMs: null,
  endedMs: null,
  durationSeconds: null,
  ...patch,
});

const lists = (calls: CarrierCall[]): CountingCarrier => {
  const port = carrier.forAccount({ id: '', provider: '', accountSid: '', authToken: '', apiBaseUrl: null });
  return { posts: [], forAccount: () => ({ ...port, listCalls: async () => ({ kind: 'listed', calls }) }) };
};

describe('UNKNOWN', () => {
  const look = (attempt: Reserved) => activities().resolveUnknown({ ...attempt, probe: 1, last: false });

  it('binds the one call that nobody else has', async () => {
    const other = await placed();
    const { provider_call_id: taken } = await rowOf(other);
    const attempt = await unknown();
    carrier = lists([
      listedCall('CA-ours'),
      listedCall(taken ?? ''),
      listedCall('CA-leg', { parentCallId: 'CA-x' }),
    ]);
    expect(await look(attempt)).toEqual({ result: 'bound' });
    expect(await rowOf(attempt)).toMatchObject({
      state: 'placed',
      provider_call_id: 'CA-ours',
      cause: 'bound_by_list',
    });
  });

  it('goes to a person with two matches, and without any after the last look', async () => {
    const two = await unknown();
    carrier = lists([listedCall('CA-1'), listedCall('CA-2')]);
    expect(await look(two)).toEqual({ result: 'not_found' });
    await age(two, 1);
    expect(await look(two)).toEqual({ result: 'review' });
    expect(await incidentsOf(two)).toEqual([
      expect.objectContaining({
        kind: 'NEEDS_REVIEW',
        resolved_at: null,
        detail: {
          cause: 'several_matches',
          calls: [expect.objectContaining({ callId: 'CA-1' }), expect.objectContaining({ callId: 'CA-2' })],
        },
      }),
    ]);
    const none = await unknown();
    expect(await look(none)).toEqual({ result: 'not_found' });
    await age(none, 10);
    expect(await look(none)).toEqual({ result: 'review' });
    expect(await contactOf(none)).toMatchObject({ state: 'review' });
    expect(await counterOf(none)).toMatchObject({ in_flight: 0, reserved_micros: 100 });
  });

  it('is bound by a late callback out of REVIEW, and gets its run again', async () => {
    const attempt = await unknown();
    await age(attempt, 10);
    await look(attempt);
    await drainOutbox();
    expect(await tell(attempt, 'in-progress', 'CA-late-1')).toMatchObject({ isOurCall: true, applied: true });
    expect(await rowOf(attempt)).toMatchObject({ state: 'in_call', provider_call_id: 'CA-late-1' });
    expect(await contactOf(attempt)).toMatchObject({ state: 'calling' });
    expect(await counterOf(attempt)).toMatchObject({ in_flight: 1 });
    expect(await incidentsOf(attempt)).toEqual([
      expect.objectContaining({ kind: 'NEEDS_REVIEW', resolved_at: expect.any(Date) }),
    ]);
    await relayBatch(relay());
    expect(started).toEqual([attempt.attemptId]);
  });

  it.each([
    ['review', { state: 'done', reason: 'unresolved' }],
    ['count_as_attempt', { state: 'pending', reason: 'unknown_counted' }],
  ])('that nobody settles for a day ends by the policy %s', async (policy, contact) => {
    await bed.rows('UPDATE organization SET unknown_policy = $1', [policy]);
    const attempt = await unknown();
    await age(attempt, 10);
    await look(attempt);
    await age(attempt, 24 * 36);
    expect(await sweep()).toBe(1);
    expect(await rowOf(attempt)).toMatchObject({ state: 'ended', outcome: 'failed', cause: 'policy' });
    await activities().closeAttempt({ ...attempt, ...CLOSING });
    expect(await contactOf(attempt)).toMatchObject({ ...contact, attempts_made: 1 });
    await bed.rows(`UPDATE organization SET unknown_policy = 'review'`);
  });

  it('that a person settles as "did not ring" is due again without using up an attempt', async () => {
    const attempt = await unknown();
    await age(attempt, 10);
    await look(attempt);
    await happen(attempt, { type: 'person_resolved', verdict: { kind: 'did_not_ring' } });
    await activities().closeAttempt({ ...attempt, ...CLOSING });
    expect(await contactOf(attempt)).toMatchObject({ state: 'pending', attempts_made: 0 });
  });
});

describe('an erased person', () => {
  it('is not rung, and an UNKNOWN of theirs still goes to a person', async () => {
    const erase = (e164: string) => bed.rows('DELETE FROM contact_pii WHERE phone_e164 = $1', [e164]);
    const waiting = await reserved();
    await erase(waiting.e164);
    expect(await activities().placeCall(waiting)).toEqual({ result: 'blocked', reason: 'contact.erased' });
    const attempt = await unknown();
    await erase(attempt.e164);
    await age(attempt, 10);
    expect(await activities().resolveUnknown({ ...attempt, probe: 4, last: true })).toEqual({
      result: 'review',
    });
  });
});

describe('a call that should not be', () => {
  it('after NOT_PLACED is ended and reported once', async () => {
    carrier = countingCarrier(() => ({ kind: 'refused', httpStatus: 400, carrierCode: 21214 }));
    const attempt = await placed();
    expect(await tell(attempt, 'ringing', 'CA-ghost')).toMatchObject({
      isOurCall: false,
      incident: 'LATE_DIAL',
    });
    await tell(attempt, 'in-progress', 'CA-ghost');
    expect((await incidentsOf(attempt)).map(({ kind }) => kind)).toEqual(['LATE_DIAL']);
    const ended: string[] = [];
    const port = carrier.forAccount({
      id: '',
      provider: '',
      accountSid: '',
      authToken: '',
      apiBaseUrl: null,
    });
    carrier = {
      posts: [],
      forAccount: () => ({
        ...port,
        endCall: async (callId) => {
          ended.push(callId);
          return { kind: 'updated' };
        },
      }),
    };
    await relayBatch(relay());
    expect(ended).toEqual(['CA-ghost']);
  });

  it('beside the bound one: the later is ended, the incident settled', async () => {
    const attempt = await placed();
    const { provider_call_id: bound } = await rowOf(attempt);
    await tell(attempt, 'ringing', 'CA-second');
    const ended: string[] = [];
    const calls = new Map([
      [bound, listedCall(bound ?? '', { dateCreatedMs: 1000 })],
      ['CA-second', listedCall('CA-second', { dateCreatedMs: 2000 })],
    ]);
    const port = carrier.forAccount({
      id: '',
      provider: '',
      accountSid: '',
      authToken: '',
      apiBaseUrl: null,
    });
    carrier = {
      posts: [],
      forAccount: () => ({
        ...port,
        fetchCall: async (callId) => ({ kind: 'found', call: calls.get(callId) as CarrierCall }),
        endCall: async (callId) => {
          ended.push(callId);
          return { kind: 'updated' };
        },
      }),
    };
    await relayBatch(relay());
    expect(ended).toEqual(['CA-second']);
    expect(await incidentsOf(attempt)).toEqual([
      expect.objectContaining({ kind: 'DUPLICATE_DIAL', resolved_at: expect.any(Date) }),
    ]);
    expect(await rowOf(attempt)).toMatchObject({ provider_call_id: bound, state: 'placed' });
  });
});

describe('webhooks', () => {
  it('apply once, by rank, and are not known for another account or attempt', async () => {
    const attempt = await placed();
    const callId = (await rowOf(attempt)).provider_call_id ?? '';
    expect(await tell(attempt, 'in-progress', callId)).toMatchObject({ applied: true });
    expect(await tell(attempt, 'in-progress', callId)).toMatchObject({ applied: false, isOurCall: true });
    expect(await tell(attempt, 'ringing', callId)).toMatchObject({ applied: false });
    expect(await rowOf(attempt)).toMatchObject({ state: 'in_call' });
    const foreign = { ...webhook(attempt, 'completed', callId), accountSid: `AC${'9'.repeat(32)}` };
    const deps = { pool: bed.pool, timings: bed.deps.timings };
    expect(await applyCarrierEvent(deps, foreign)).toEqual({ isKnown: false });
    const stranger = { ...webhook(attempt, 'completed', callId), attemptId: bed.orgId };
    expect(await applyCarrierEvent(deps, stranger)).toEqual({ isKnown: false });
  });

  it('delivered twenty times at once end a call once', async () => {
    const attempt = await placed();
    const callId = (await rowOf(attempt)).provider_call_id ?? '';
    const all = await Promise.all(Array.from({ length: 20 }, () => tell(attempt, 'completed', callId)));
    expect(all.filter((one) => one.isKnown && one.applied)).toHaveLength(1);
    const { n } = await bed.row<{ n: number }>(
      `SELECT count(*)::int AS n FROM outbox WHERE key = $1 AND kind = 'call_ended'`,
      [attempt.attemptId],
    );
    expect(n).toBe(1);
  });
});

describe('closing', () => {
  it('twenty times at once writes the books once', async () => {
    const attempt = await placed();
    const callId = (await rowOf(attempt)).provider_call_id ?? '';
    await tell(attempt, 'completed', callId);
    const all = await Promise.all(
      Array.from({ length: 20 }, () => activities().closeAttempt({ ...attempt, ...CLOSING })),
    );
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(await counterOf(attempt)).toEqual({
      in_flight: 0,
      placed: 1,
      answered: 1,
      reserved_micros: 0,
      spent_micros: 100,
    });
    expect(await contactOf(attempt)).toMatchObject({ state: 'done', outcome: 'answered', attempts_made: 1 });
    const call = await bed.row('SELECT disposition, path, variables FROM call WHERE id = $1', [
      attempt.attemptId,
    ]);
    expect(call).toEqual(CLOSING);
  });

  it('of a busy line plans the next attempt, whose number is one higher', async () => {
    const attempt = await placed();
    await tell(attempt, 'busy', (await rowOf(attempt)).provider_call_id ?? '');
    const closed = await activities().closeAttempt({ ...attempt, ...CLOSING });
    expect(closed).toMatchObject({ outcome: 'busy', contactState: 'pending' });
    expect(await bed.claim(attempt.campaignId)).toEqual([]);
    await bed.rows(`UPDATE campaign_contact SET next_at = 'epoch' WHERE attempt_id = $1`, [
      attempt.attemptId,
    ]);
    const [again] = await bed.claim(attempt.campaignId);
    const next = await bed.row('SELECT attempt_no, state FROM call_attempt WHERE id = $1', [
      again?.attemptId,
    ]);
    expect(next).toEqual({ attempt_no: 2, state: 'reserved' });
  });
});

describe('the sweeper', () => {
  it('finds nothing where nothing is overdue', async () => {
    await placed();
    expect(await sweep()).toBe(0);
  });

  it('gives back an expired lease', async () => {
    const attempt = await reserved();
    await age(attempt, 60);
    expect(await sweep()).toBe(1);
    expect(await rowOf(attempt)).toMatchObject({ state: 'planned', cause: 'lease_expired' });
    expect(await contactOf(attempt)).toMatchObject({ state: 'pending' });
    expect(await bed.claim(attempt.campaignId)).toEqual([
      expect.objectContaining({ attemptId: attempt.attemptId }),
    ]);
  });

  it('makes UNKNOWN of a dial whose worker died, and sees to its run', async () => {
    const attempt = await reserved();
    carrier = countingCarrier(() => AMBIGUOUS, 0);
    const dead = createDialingActivities({ ...bed.deps, carriers: carrier, killPoint: dieAt('K5', 'K4') });
    await expect(dead.placeCall(attempt)).rejects.toThrow('K4');
    await age(attempt, 31);
    expect(await sweep()).toBe(1);
    expect(await rowOf(attempt)).toMatchObject({ state: 'unknown', cause: 'dialing_timed_out' });
    await relayBatch(relay());
    expect(started).toEqual([attempt.attemptId]);
    expect((await incidentsOf(attempt)).map(({ kind }) => kind)).toEqual(['SWEEPER_REPAIR']);
  });

  it('asks the carrier about a silent call, and closes one that ended unseen', async () => {
    const attempt = await placed();
    await age(attempt, 3600);
    const callId = (await rowOf(attempt)).provider_call_id ?? '';
    const port = carrier.forAccount({
      id: '',
      provider: '',
      accountSid: '',
      authToken: '',
      apiBaseUrl: null,
    });
    const call = listedCall(callId, { status: 'no-answer' });
    carrier = {
      posts: [],
      forAccount: () => ({ ...port, fetchCall: async () => ({ kind: 'found', call }) }),
    };
    expect(await sweep()).toBe(1);
    await relayBatch(relay());
    expect(await rowOf(attempt)).toMatchObject({
      state: 'ended',
      outcome: 'no_answer',
      cause: 'carrier_fetched',
    });
    await bed.rows('UPDATE call_attempt SET deadline_at = now() WHERE id = $1', [attempt.attemptId]);
    await drainOutbox();
    expect(await sweep()).toBe(1);
    await relayBatch(relay());
    expect(started).toContain(attempt.attemptId);
  });

  it('ends an attempt whose call the carrier does not know, and rings nobody again on a guess', async () => {
    const attempt = await placed();
    await age(attempt, 3600);
    expect(await sweep()).toBe(1);
    await relayBatch(relay());
    expect(await rowOf(attempt)).toMatchObject({ state: 'ended', outcome: 'failed', reason: 'call_missing' });
    await activities().closeAttempt({ ...attempt, ...CLOSING });
    expect(await contactOf(attempt)).toMatchObject({ state: 'done', reason: 'call_missing' });
  });

  it('ends the wait of an attempt whose campaign was canceled', async () => {
    carrier = countingCarrier(() => ({ kind: 'not_sent', reason: 'econnrefused' }));
    const attempt = await placed();
    await bed.rows(`UPDATE campaign_contact SET state = 'done' WHERE attempt_id = $1`, [attempt.attemptId]);
    await age(attempt, 25 * 3600);
    expect(await sweep()).toBe(1);
    expect(await rowOf(attempt)).toMatchObject({ state: 'blocked', reason: 'campaign.canceled' });
  });
});

describe('rebuild', () => {
  it('makes sure of the run of every attempt that is not at rest, and of no other', async () => {
    const open = [await reserved(), await placed(), await unknown()];
    const ended = await placed();
    await tell(ended, 'completed', (await rowOf(ended)).provider_call_id ?? '');
    const closed = await placed();
    await tell(closed, 'completed', (await rowOf(closed)).provider_call_id ?? '');
    await activities().closeAttempt({ ...closed, ...CLOSING });
    await drainOutbox();
    const campaigns: string[] = [];
    const runs = {
      ...relay().runs,
      ensureCampaign: async (c: { campaignId: string }) => void campaigns.push(c.campaignId),
    };
    const count = await rebuild(bed.systemPool, runs, () => {});
    expect(started).toEqual(expect.arrayContaining([...open, ended].map((one) => one.attemptId)));
    expect(started).not.toContain(closed.attemptId);
    expect(new Set(started).size).toBe(started.length);
    expect(campaigns).toContain(ended.campaignId);
    expect(count).toMatchObject({ calls: started.length, failed: 0 });
  });
});

function dieAt(...points: string[]): (name: string) => void {
  return (name) => {
    if (points.includes(name)) throw new Error(name);
  };
}
