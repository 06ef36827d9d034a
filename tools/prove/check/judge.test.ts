import { describe, expect, it } from '@jest/globals';
import {
  attemptRow,
  callLines,
  contactRow,
  type Evidence,
  goodEvidence,
  judgeEvidence,
  NOON_MS,
} from './evidence.fixture.ts';

const counts = async (evidence: Evidence) => {
  const { doubleDialed, lost, stuck, review, outOfWindow } = await judgeEvidence(evidence);
  return { doubleDialed, lost, stuck, review, outOfWindow };
};
const clean = { doubleDialed: 0, lost: 0, stuck: 0, review: 0, outOfWindow: 0 };
const running = (workflowId: string, type = 'conductCall') => ({
  workflowId,
  runId: 'r9',
  type,
  status: 'RUNNING',
  historyLength: 9,
});
const campaignIn = (state: string) => [{ ...(goodEvidence().dump.campaigns[0] as object), state }] as never;

describe('a good run', () => {
  it('has nothing to report', async () => {
    const report = await judgeEvidence(goodEvidence());
    expect(report).toMatchObject({
      ...clean,
      contacts: 1,
      attempts: 1,
      rings: 1,
      outcomes: { answered: 1 },
      findings: [],
    });
  });

  it('explains a ring whose id we never learnt by the unbound attempt on its number', async () => {
    const attempts = [attemptRow({ provider_call_id: null, state: 'review', outcome: null })];
    const evidence = goodEvidence({
      attempts,
      campaignContacts: [contactRow({ state: 'review', outcome: null })],
    });
    expect(await counts(evidence)).toEqual({ ...clean, review: 1 });
  });

  it('allows a second ring that its own attempt explains', async () => {
    const evidence = goodEvidence({
      attempts: [attemptRow(), attemptRow({ id: 'attempt-2', intent_id: 'cc-2', provider_call_id: 'CA2' })],
    });
    evidence.truth.push(...callLines('CA2', NOON_MS + 3_600_000));
    expect(await counts(evidence)).toEqual(clean);
  });
});

describe('double dials', () => {
  it('finds a second ring that no attempt explains', async () => {
    const evidence = goodEvidence();
    evidence.truth.push(...callLines('CA2', NOON_MS + 60_000));
    expect(await counts(evidence)).toEqual({ ...clean, doubleDialed: 1 });
  });

  it('lets one unbound attempt explain one ring only', async () => {
    const evidence = goodEvidence({ attempts: [attemptRow({ provider_call_id: null })] });
    evidence.truth.push(...callLines('CA2', NOON_MS + 60_000));
    expect(await counts(evidence)).toEqual({ ...clean, doubleDialed: 1 });
  });

  it('does not let an attempt explain a ring from before it dialled', async () => {
    const evidence = goodEvidence({
      attempts: [attemptRow({ provider_call_id: null, dial_started_at: NOON_MS + 90_000 })],
    });
    expect((await counts(evidence)).doubleDialed).toBe(1);
  });

  it('finds a ring to a stranger', async () => {
    const evidence = goodEvidence();
    evidence.truth.push(...callLines('CA3', NOON_MS, '+12125550199'));
    expect((await counts(evidence)).doubleDialed).toBe(1);
  });

  it('finds a ring while the number is on another call of ours, whatever the attempts say', async () => {
    const evidence = goodEvidence({
      attempts: [attemptRow(), attemptRow({ id: 'attempt-2', intent_id: 'cc-2', provider_call_id: 'CA2' })],
    });
    evidence.truth.push(...callLines('CA2', NOON_MS + 10_000));
    const report = await judgeEvidence(evidence);
    expect(report.doubleDialed).toBe(1);
    expect(report.findings[0]?.why).toContain('while call CA1');
  });

  it('finds a retry of somebody who had answered', async () => {
    const evidence = goodEvidence({
      attempts: [attemptRow(), attemptRow({ id: 'attempt-2', attempt_no: 2, provider_call_id: 'CA2' })],
    });
    evidence.truth.push(...callLines('CA2', NOON_MS + 3_600_000));
    expect((await counts(evidence)).doubleDialed).toBe(1);
  });
});

describe('lost', () => {
  it.each([
    ['done without an outcome', { outcome: null }],
    ['blocked without a reason', { state: 'blocked', outcome: null }],
    ['pending in a completed campaign', { state: 'pending', outcome: null }],
    ['leased without an attempt', { state: 'leased', outcome: null, attempt_id: null }],
    ['in review, but its attempt is ended', { state: 'review', outcome: null }],
  ])('finds a contact that is %s', async (why, override) => {
    const report = await judgeEvidence(goodEvidence({ campaignContacts: [contactRow(override)] }));
    expect(report.lost).toBe(1);
    expect(report.findings[0]?.why).toBe(why);
  });

  it('finds a member of the list without a row', async () => {
    expect(await counts(goodEvidence({ campaignContacts: [] }))).toEqual({ ...clean, lost: 1 });
  });

  it('finds an answer that the carrier knows nothing of', async () => {
    const evidence = goodEvidence();
    evidence.truth = evidence.truth.filter(({ event }) => event !== 'answer');
    expect(await counts(evidence)).toEqual({ ...clean, lost: 1 });
    const event = { attempt_id: 'attempt-1', seq: 7, from_state: 'ended', to_state: 'ended' };
    const events = [{ ...event, cause: 'carrier_correction' }];
    expect(await counts({ ...evidence, dump: { ...evidence.dump, events } })).toEqual(clean);
  });

  it('finds a pending contact of a running campaign whose workflow is gone, and allows it while one is open', async () => {
    const evidence = goodEvidence({
      campaigns: campaignIn('running'),
      campaignContacts: [contactRow({ state: 'pending', outcome: null, next_at: NOON_MS + 3_600_000 })],
    });
    expect(await counts(evidence)).toEqual({ ...clean, lost: 1, stuck: 1 });
    evidence.runs.push(running('campaign:campaign-1', 'runCampaign'));
    expect(await counts(evidence)).toEqual(clean);
  });
});

describe('stuck', () => {
  it.each(['reserved', 'dialing', 'unknown', 'placed', 'ringing', 'in_call'])(
    'finds an attempt in %s',
    async (state) => {
      expect(await counts(goodEvidence({ attempts: [attemptRow({ state })] }))).toEqual({
        ...clean,
        stuck: 1,
      });
    },
  );

  it('finds an ended attempt that was never closed', async () => {
    expect((await counts(goodEvidence({ attempts: [attemptRow({ closed_at: null })] }))).stuck).toBe(1);
  });

  it('finds the open workflow of a call that is over', async () => {
    const evidence = goodEvidence();
    evidence.runs = [running('call:attempt-1')];
    expect(await counts(evidence)).toEqual({ ...clean, stuck: 1 });
  });

  it('finds a message that was never relayed', async () => {
    const outbox = [{ id: 'o', kind: 'call_ended', key: 'attempt-1', sent_at: null }];
    expect((await counts(goodEvidence({ outbox }))).stuck).toBe(1);
  });

  it('finds a call that the carrier never saw end', async () => {
    const evidence = goodEvidence();
    evidence.truth.pop();
    expect((await counts(evidence)).stuck).toBe(1);
  });

  it('finds a contact that is long overdue in a running campaign', async () => {
    const evidence = goodEvidence({
      campaigns: campaignIn('running'),
      campaignContacts: [contactRow({ state: 'pending', outcome: null, next_at: NOON_MS - 3_600_000 })],
    });
    evidence.runs.push(running('campaign:campaign-1', 'runCampaign'));
    expect(await counts(evidence)).toEqual({ ...clean, stuck: 1 });
  });
});

describe('windows', () => {
  it('finds a ring at night by the zone of the number, and obeys the zone of the contact', async () => {
    const night = NOON_MS + 10 * 3_600_000;
    const evidence = goodEvidence({ attempts: [attemptRow({ dial_started_at: night })] });
    evidence.truth = callLines('CA1', night);
    expect(await counts(evidence)).toEqual({ ...clean, outOfWindow: 1 });
    const moved = {
      ...evidence,
      dump: {
        ...evidence.dump,
        contacts: evidence.dump.contacts.map((row) => ({ ...row, zone: 'Asia/Tokyo' })),
      },
    };
    expect(await counts(moved)).toEqual(clean);
  });

  it('finds a ring on a day that the campaign does not call', async () => {
    const saturday = NOON_MS + 3 * 86_400_000;
    const evidence = goodEvidence({ attempts: [attemptRow({ dial_started_at: saturday })] });
    evidence.truth = callLines('CA1', saturday);
    expect((await counts(evidence)).outOfWindow).toBe(1);
  });

  it('reads a ring by the clock that was in force, where the run was taken up again', async () => {
    const takenUpMs = NOON_MS + 3_600_000;
    const nightClock = { baseAppMs: takenUpMs + 10 * 3_600_000, baseRealMs: takenUpMs, rate: 1 };
    const dayClock = { baseAppMs: NOON_MS, baseRealMs: NOON_MS - 1_000, rate: 1 };
    const taken = await judgeEvidence(goodEvidence(), { ruleClock: nightClock, earlierClocks: [dayClock] });
    expect(taken.outOfWindow).toBe(0);
    expect((await judgeEvidence(goodEvidence(), { ruleClock: nightClock })).outOfWindow).toBe(1);
  });

  it('ends the window at its last minute exactly', async () => {
    const nine = Date.UTC(2026, 10, 19, 2, 0);
    const evidence = goodEvidence({ attempts: [attemptRow({ dial_started_at: nine - 60_100 })] });
    evidence.truth = callLines('CA1', nine - 60_100);
    expect(await counts(evidence)).toEqual(clean);
    evidence.truth = callLines('CA1', nine);
    expect((await counts(evidence)).outOfWindow).toBe(1);
  });
});
