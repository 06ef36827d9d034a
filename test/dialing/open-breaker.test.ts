import { afterEach, expect, it } from '@jest/globals';
import { placeCall } from '../../activities/dialing/place-call.ts';
import type { CreateCallResult } from '../../domain/call/carrier.port.ts';
import { Breakers } from '../../providers/breakers/breakers.ts';
import { guardCarriers } from '../../providers/breakers/guarded-carrier.ts';
import { type CountingCarrier, countingCarrier } from './counting-carrier.ts';
import { createDialingBed, type DialingBed } from './dialing-bed.ts';
import { until } from './poll.ts';

const AMBIGUOUS: CreateCallResult = { kind: 'ambiguous', reason: 'timeout' };

let bed: DialingBed;
afterEach(() => bed.close());

/** A bed whose carrier stands behind breakers. */
async function guardedBed(carrier: CountingCarrier): Promise<Breakers> {
  const breakers = new Breakers();
  bed = await createDialingBed({ deps: { carriers: guardCarriers(breakers, carrier) } });
  return breakers;
}

/** Dials contacts that are due one after another; the states of their attempts. */
async function dialAll(numbers: readonly string[]) {
  const campaignId = await bed.addCampaign({ maxConcurrent: 100 });
  for (const number of numbers) await bed.addContact(campaignId, number);
  const claimed = await bed.claim(campaignId);
  expect(claimed).toHaveLength(numbers.length);
  const results = [];
  for (const { attemptId } of claimed) {
    results.push(await placeCall(bed.deps, { orgId: bed.orgId, attemptId }));
  }
  return { campaignId, claimed, results };
}

const states = async (campaignId: string) =>
  (
    await bed.rows<{ state: string }>('SELECT state FROM call_attempt WHERE campaign_id = $1 ORDER BY id', [
      campaignId,
    ])
  ).map(({ state }) => state);

const numbers = (from: number, count: number) =>
  Array.from({ length: count }, (_, nth) => `+1212555${String(from + nth).padStart(4, '0')}`);

it('an open breaker puts a dial off: nothing is sent, nothing is unknown, and later it rings once', async () => {
  const carrier = countingCarrier();
  const breakers = await guardedBed(carrier);
  breakers.obey([{ name: 'twilio.dial', forced: 'open', version: '1' }]);
  const { campaignId, claimed, results } = await dialAll(numbers(120, 3));
  for (const result of results)
    expect(result).toMatchObject({ result: 'not_now', reason: 'create_not_sent' });
  expect(carrier.posts).toEqual([]);
  expect(await states(campaignId)).toEqual(['planned', 'planned', 'planned']);
  const counter = await bed.row('SELECT * FROM campaign_counter WHERE campaign_id = $1', [campaignId]);
  expect(counter).toMatchObject({ in_flight: 0, reserved_micros: 0, placed: 0 });

  breakers.obey([{ name: 'twilio.dial', forced: null, version: '2' }]);
  // Each backs off for a while of its own.
  const again: Awaited<ReturnType<typeof bed.claim>> = [];
  await until('the contacts to be due again', async () => {
    again.push(...(await bed.claim(campaignId)));
    return again.length === 3;
  });
  expect(again.map(({ attemptId }) => attemptId).toSorted()).toEqual(
    claimed.map(({ attemptId }) => attemptId).toSorted(),
  );
  for (const { attemptId } of again) await placeCall(bed.deps, { orgId: bed.orgId, attemptId });
  expect(carrier.posts).toHaveLength(3);
  expect(await states(campaignId)).toEqual(['placed', 'placed', 'placed']);
});

it('a carrier that answers nobody leaves ten attempts unknown, and holds back the rest', async () => {
  const carrier = countingCarrier(() => AMBIGUOUS);
  await guardedBed(carrier);
  const { campaignId } = await dialAll(numbers(130, 25));
  expect(carrier.posts).toHaveLength(10);
  const counted = Object.groupBy(await states(campaignId), (state) => state);
  expect([counted.unknown?.length, counted.planned?.length]).toEqual([10, 15]);
});

it('calls are looked up behind a breaker of their own, and ended behind none', async () => {
  const carrier = countingCarrier();
  const breakers = await guardedBed(carrier);
  breakers.obey([
    { name: 'twilio.dial', forced: 'open', version: '1' },
    { name: 'twilio.calls', forced: 'open', version: '1' },
  ]);
  const account = { id: '1', provider: 'twilio', accountSid: 'AC1', authToken: '', apiBaseUrl: null };
  const port = bed.deps.carriers.forAccount(account);
  expect(await port.fetchCall('CA1')).toEqual({ kind: 'unavailable', reason: 'breaker_open' });
  expect(await port.endCall('CA1')).toEqual({ kind: 'updated' });
  breakers.obey([{ name: 'twilio.dial', forced: 'open', version: '1' }]);
  expect(await port.fetchCall('CA1')).toEqual({ kind: 'not_found' });
});
