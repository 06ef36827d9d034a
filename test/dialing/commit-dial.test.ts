import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDialingActivities } from '../../activities/dialing/dialing.activities.ts';
import type { PlaceCallResult } from '../../activities/dialing/place-call.ts';
import { commitDial } from '../../db/dialing/commit-dial.ts';
import { DIAL_SQL, type DialSql } from '../../db/dialing/dial.sql.ts';
import { recordOptOut, suppressNumber } from '../../db/dialing/opt-out.ts';
import { withOrg } from '../../db/tenant.ts';
import { type CountingCarrier, countingCarrier } from './counting-carrier.ts';
import { type CampaignSettings, createDialingBed, type DialingBed } from './dialing-bed.ts';
import { PLANTED_SQL, retryingOnAmbiguity } from './planted-bugs.ts';
import { until } from './poll.ts';

let bed: DialingBed;
let carrier: CountingCarrier;
let nextNumber = 0;

const AMBIGUOUS = { kind: 'ambiguous', reason: 'http_500' } as const;

beforeAll(async () => {
  bed = await createDialingBed({ cps: 1000 });
}, 60_000);

afterAll(() => bed.close());

beforeEach(() => {
  carrier = countingCarrier();
});

/** Numbers that nobody has: 555-01xx of several area codes, each used once. */
const freshNumber = () =>
  `+1${[212, 312, 415, 617, 206, 303, 404][Math.floor(nextNumber / 100)]}55501${String(nextNumber++ % 100).padStart(2, '0')}`;

async function reserve(
  count: number,
  settings: CampaignSettings = {},
): Promise<{ campaignId: string; attemptIds: string[] }> {
  const campaignId = await bed.addCampaign(settings);
  for (let n = 0; n < count; n++) await bed.addContact(campaignId, freshNumber());
  const claimed = await bed.claim(campaignId, count);
  return { campaignId, attemptIds: claimed.map((contact) => contact.attemptId) };
}

const place = (attemptId: string, sql: DialSql = DIAL_SQL): Promise<PlaceCallResult> =>
  createDialingActivities({ ...bed.deps, carriers: carrier, sql }).placeCall({ orgId: bed.orgId, attemptId });

const results = (all: PlaceCallResult[], result: string) => all.filter((one) => one.result === result).length;

describe('one attempt', () => {
  async function dialTwentyTimes(sql: DialSql): Promise<PlaceCallResult[]> {
    const { attemptIds } = await reserve(1);
    carrier = countingCarrier(undefined, 500);
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, () => place(attemptIds[0] as string, sql)),
    );
    return all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  it('is posted once by twenty callers at once', async () => {
    const all = await dialTwentyTimes(DIAL_SQL);
    expect(carrier.posts).toHaveLength(1);
    expect(results(all, 'placed')).toBe(1);
    expect(results(all, 'already')).toBe(19);
  });

  it('is posted more than once without the compare-and-set (planted bug)', async () => {
    await dialTwentyTimes(PLANTED_SQL.noCompareAndSet);
    expect(carrier.posts.length).toBeGreaterThan(1);
  });

  it('is not posted again after an answer that was not clear', async () => {
    const { attemptIds } = await reserve(1);
    carrier = countingCarrier(() => AMBIGUOUS);
    expect(await place(attemptIds[0] as string)).toEqual({ result: 'unknown' });
    expect(await place(attemptIds[0] as string)).toEqual({
      result: 'already',
      state: 'unknown',
      outcome: null,
    });
    expect(carrier.posts).toHaveLength(1);
  });

  it('is posted again where the adapter retries on 500 (planted bug)', async () => {
    const { attemptIds } = await reserve(1);
    carrier = countingCarrier(() => AMBIGUOUS);
    const deps = { ...bed.deps, carriers: retryingOnAmbiguity(carrier) };
    await createDialingActivities(deps).placeCall({ orgId: bed.orgId, attemptId: attemptIds[0] as string });
    expect(carrier.posts).toHaveLength(2);
  });

  it('is due again, with its line given back, when the carrier certainly did not take it', async () => {
    const { campaignId, attemptIds } = await reserve(1);
    carrier = countingCarrier(() => ({ kind: 'not_sent', reason: 'econnrefused' }));
    expect(await place(attemptIds[0] as string)).toMatchObject({
      result: 'not_now',
      reason: 'create_not_sent',
    });
    const contact = await bed.row(
      'SELECT state, attempts_made FROM campaign_contact WHERE campaign_id = $1',
      [campaignId],
    );
    expect(contact).toEqual({ state: 'pending', attempts_made: 0 });
    const counter = await bed.row(
      'SELECT in_flight, reserved_micros FROM campaign_counter WHERE campaign_id = $1',
      [campaignId],
    );
    expect(counter).toEqual({ in_flight: 0, reserved_micros: 0 });
  });
});

describe('one number', () => {
  it('is rung by one of two campaigns at once; the other hears "number busy"', async () => {
    const e164 = freshNumber();
    const campaigns = [await bed.addCampaign(), await bed.addCampaign()];
    for (const campaignId of campaigns) await bed.addContact(campaignId, e164);
    const claimed = await Promise.all(campaigns.map((campaignId) => bed.claim(campaignId)));
    const all = await Promise.all(claimed.flat().map(({ attemptId }) => place(attemptId)));
    expect(carrier.posts).toHaveLength(1);
    expect(all).toContainEqual(expect.objectContaining({ result: 'not_now', reason: 'number.busy' }));
  });

  it('is not rung once it is on the list, and the ledger says why', async () => {
    const { attemptIds } = await reserve(1);
    const attempt = { orgId: bed.orgId, attemptId: attemptIds[0] as string };
    await recordOptOut(bed.pool, attempt, { scope: 'all', source: 'key' });
    expect(await place(attempt.attemptId)).toEqual({ result: 'blocked', reason: 'suppression.listed' });
    expect(carrier.posts).toEqual([]);
    const decision = await bed.row('SELECT verdict FROM dial_decision WHERE attempt_id = $1', [
      attempt.attemptId,
    ]);
    expect(decision).toEqual({ verdict: 'block' });
    const contact = await bed.row('SELECT state, reason FROM campaign_contact WHERE attempt_id = $1', [
      attempt.attemptId,
    ]);
    expect(contact).toEqual({ state: 'blocked', reason: 'suppression.listed' });
  });

  it('waits for an opt-out in progress and then is not rung', async () => {
    const { attemptIds } = await reserve(1);
    const attemptId = attemptIds[0] as string;
    const { phone_hash: hash } = await bed.row<{ phone_hash: Buffer }>(
      'SELECT phone_hash FROM call_attempt WHERE id = $1',
      [attemptId],
    );
    let dial: Promise<PlaceCallResult> | undefined;
    await withOrg(bed.pool, bed.orgId, async (tx) => {
      await suppressNumber(tx, hash, { scope: 'all', source: 'api' });
      dial = place(attemptId);
      await someoneWaitsFor('advisory');
    });
    expect(await dial).toEqual({ result: 'blocked', reason: 'suppression.listed' });
  });
});

/** Holds T0 just before its dial commits, lets `act` happen, and tells whether `act` was over before the dial. */
async function actDuringT0(sql: DialSql, act: (attemptId: string, campaignId: string) => Promise<unknown>) {
  const { attemptIds, campaignId } = await reserve(1);
  const attemptId = attemptIds[0] as string;
  let dial: Promise<PlaceCallResult> | undefined;
  let actOver = false;
  let acting: Promise<unknown> | undefined;
  let wasOverFirst = false;
  await withOrg(bed.pool, bed.orgId, async (tx) => {
    await tx.query('SELECT FROM carrier_account FOR UPDATE');
    dial = place(attemptId, sql);
    await someoneWaitsFor('transactionid');
    acting = act(attemptId, campaignId).then(() => {
      actOver = true;
    });
    await until('the act to end or to wait', async () => actOver || (await waiting()) >= 2);
    wasOverFirst = actOver;
  });
  const result = await dial;
  await acting;
  return { result, wasOverFirst };
}

/** Connections to this database that wait for a lock; other test files use others of the same server. */
async function waiting(kind: string | null = null): Promise<number> {
  const { rows } = await bed.pool.query<{ n: number }>(
    `SELECT count(DISTINCT pid)::int AS n FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE datname = current_database() AND NOT granted AND locktype = coalesce($1, locktype)`,
    [kind],
  );
  return rows[0]?.n ?? 0;
}

const someoneWaitsFor = (kind: string) => until(`a wait for ${kind}`, async () => (await waiting(kind)) > 0);

describe('T0 against what would forbid it', () => {
  const optOut = (attemptId: string) =>
    recordOptOut(bed.pool, { orgId: bed.orgId, attemptId }, { scope: 'all', source: 'key' });
  const pause = (_: string, campaignId: string) =>
    bed.rows('UPDATE campaign_control SET paused = true WHERE campaign_id = $1', [campaignId]);

  it('commits before an opt-out that comes later is over: no dial after it', async () => {
    const { result, wasOverFirst } = await actDuringT0(DIAL_SQL, optOut);
    expect({ result: result?.result, wasOverFirst }).toEqual({ result: 'placed', wasOverFirst: false });
  });

  it('dials after an opt-out was over without the number lock (planted bug)', async () => {
    const { result, wasOverFirst } = await actDuringT0(PLANTED_SQL.noNumberLock, optOut);
    expect({ result: result?.result, wasOverFirst }).toEqual({ result: 'placed', wasOverFirst: true });
  });

  it('commits before a pause that comes later is over: no dial after it', async () => {
    const { result, wasOverFirst } = await actDuringT0(DIAL_SQL, pause);
    expect({ result: result?.result, wasOverFirst }).toEqual({ result: 'placed', wasOverFirst: false });
  });

  it('dials after a pause was over without the control lock (planted bug)', async () => {
    const { result, wasOverFirst } = await actDuringT0(PLANTED_SQL.noControlLock, pause);
    expect({ result: result?.result, wasOverFirst }).toEqual({ result: 'placed', wasOverFirst: true });
  });

  it('is "not now" once the campaign is paused and "never" once it is canceled', async () => {
    const { campaignId, attemptIds } = await reserve(2);
    await pause('', campaignId);
    expect(await place(attemptIds[0] as string)).toMatchObject({
      result: 'not_now',
      reason: 'campaign.paused',
    });
    await bed.rows('UPDATE campaign_control SET canceled = true WHERE campaign_id = $1', [campaignId]);
    expect(await place(attemptIds[1] as string)).toEqual({ result: 'blocked', reason: 'campaign.canceled' });
    expect(carrier.posts).toEqual([]);
  });
});

describe('twenty T0 at once', () => {
  const dialAll = async (settings: CampaignSettings, sql: DialSql) => {
    const { campaignId, attemptIds } = await reserve(20, settings);
    const all = await Promise.all(attemptIds.map((attemptId) => place(attemptId, sql)));
    const counter = await bed.row(
      'SELECT in_flight, reserved_micros FROM campaign_counter WHERE campaign_id = $1',
      [campaignId],
    );
    return { placed: results(all, 'placed'), counter };
  };

  it('never exceed the campaign’s concurrency, to the call', async () => {
    const { placed, counter } = await dialAll({ maxConcurrent: 5 }, DIAL_SQL);
    expect({ placed, counter }).toEqual({ placed: 5, counter: { in_flight: 5, reserved_micros: 500 } });
  });

  it('never exceed the budget, to the call', async () => {
    const { placed, counter } = await dialAll({ budgetMicros: 750 }, DIAL_SQL);
    expect({ placed, counter }).toEqual({ placed: 7, counter: { in_flight: 7, reserved_micros: 700 } });
  });

  it('exceed both where the counters are compared with old values (planted bug)', async () => {
    const { placed } = await dialAll({ maxConcurrent: 5, budgetMicros: 750 }, PLANTED_SQL.staleCounters);
    expect(placed).toBeGreaterThan(5);
  });

  /** Only T0, of twenty campaigns, with slots half a minute ahead: nothing depends on how fast the twenty are. */
  const slotsTaken = async (sql: DialSql): Promise<number> => {
    const reserved = await Promise.all(Array.from({ length: 20 }, () => reserve(1)));
    const attemptIds = reserved.flatMap((one) => one.attemptIds);
    await bed.rows(
      `UPDATE carrier_account SET cps = 100, next_slot_at = clock_timestamp() + interval '30 s'`,
    );
    const base = await bed.row<{ us: number }>(SLOT_US);
    const deps = { ...bed.deps, sql, timings: { ...bed.deps.timings, slotAheadMs: 60_000 } };
    const all = await Promise.all(
      attemptIds.map((attemptId) => commitDial(deps, { orgId: bed.orgId, attemptId })),
    );
    expect(all.map((commit) => commit.kind)).toEqual(Array(20).fill('dial'));
    const after = await bed.row<{ us: number }>(SLOT_US);
    await bed.rows('UPDATE carrier_account SET cps = 1000, next_slot_at = clock_timestamp()');
    return (after.us - base.us) / 10_000;
  };
  const SLOT_US = 'SELECT (extract(epoch FROM next_slot_at) * 1000000)::bigint AS us FROM carrier_account';

  it('take exactly twenty slots of the account', async () => {
    expect(await slotsTaken(DIAL_SQL)).toBe(20);
  });

  it('share slots where the account’s row is read from before (planted bug)', async () => {
    expect(await slotsTaken(PLANTED_SQL.staleSlots)).toBeLessThan(20);
  });

  it('are "not now" beyond the slots of one second', async () => {
    const { attemptIds } = await reserve(3);
    await bed.rows(`UPDATE carrier_account SET cps = 0.8, next_slot_at = clock_timestamp()`);
    const all = await Promise.all(attemptIds.map((attemptId) => place(attemptId)));
    await bed.rows(`UPDATE carrier_account SET cps = 1000, next_slot_at = clock_timestamp()`);
    expect(results(all, 'placed')).toBe(1);
    expect(all).toContainEqual(expect.objectContaining({ result: 'not_now', reason: 'pace.no_slot' }));
  });
});
