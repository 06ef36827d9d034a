import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { promiseCallback } from '../../db/callbacks/promise-callback.ts';
import { insertRow } from '../db/tenant-fixture.ts';
import { CallbackKit } from './callback-kit.ts';
import { createDialingBed, type DialingBed } from './dialing-bed.ts';

const CALLER = '+12125550161';
const DUE_MS = Date.UTC(2030, 0, 1);

let bed: DialingBed;
let callbacks: CallbackKit;
beforeAll(async () => {
  bed = await createDialingBed();
  callbacks = await CallbackKit.create(bed);
}, 60_000);
afterAll(() => bed.close());

/** A call to our number in which somebody who shows a number is promised a callback. */
function callFrom(from: string): Promise<string> {
  return bed.inOrg(async (tx) => {
    const { rows } = await tx.query<{ id: string; e164: string }>(
      'SELECT id, e164 FROM phone_number LIMIT 1',
    );
    return insertRow(tx, 'call', {
      org_id: bed.orgId,
      direction: 'inbound',
      provider: 'twilio',
      provider_account: 'AC1',
      provider_call_id: `CA${randomUUID()}`,
      phone_number_id: rows[0]?.id,
      to_e164: rows[0]?.e164,
      from_e164: from,
      flow_version_id: callbacks.flowVersionId,
      state: 'in_progress',
      deadline_at: new Date(Date.now() + 600_000),
    });
  });
}

const promise = (callId: string, number: string | null, effectId = 'later:1') =>
  promiseCallback(bed.deps.pool, (_key, e164) => bed.phoneHash(e164), {
    orgId: bed.orgId,
    callId,
    effectId,
    number,
    dueAtMs: DUE_MS,
  });

/** The number that a promise in a call will ring; null where none was made. */
async function ringsAfter(from: string, keyed: string | null): Promise<string | null> {
  const made = await promise(await callFrom(from), keyed);
  if (made.result === 'no_number') return null;
  const { phone_e164 } = await bed.row<{ phone_e164: string }>(
    `SELECT p.phone_e164 FROM callback b JOIN contact_pii p ON p.contact_id = b.contact_id WHERE b.id = $1`,
    [made.callbackId],
  );
  return phone_e164;
}

describe('a callback that a flow promises', () => {
  it('rings the number of the call, or what was keyed in the country that was called', async () => {
    expect(await ringsAfter(CALLER, null)).toBe(CALLER);
    expect(await bed.rows('SELECT FROM callback WHERE note IS NOT NULL')).toEqual([]);
    expect(await ringsAfter(CALLER, '2125550162')).toBe('+12125550162');
  });

  it.each([
    ['a premium number', '9005550100'],
    ['another country', '00420300000123'],
    ['nothing that is a number', '12'],
  ])('rings the number of the call where %s was keyed, and says so', async (_what, keyed) => {
    expect(await ringsAfter(CALLER, keyed)).toBe(CALLER);
    const noted = await bed.rows<{ note: string | null }>(
      'SELECT note FROM callback ORDER BY id DESC LIMIT 1',
    );
    expect(noted[0]?.note).toContain('keyed another number');
    expect(noted[0]?.note).not.toContain(keyed);
  });

  it.each([
    ['a premium number', '+19005550100'],
    ['an emergency number', '+1911'],
    ['a country that is not allowed', '+420300000123'],
    ['a satellite', '+8816123456'],
  ])('rings nobody who shows %s, and a person is told once', async (_what, from) => {
    const callId = await callFrom(from);
    expect(await promise(callId, null)).toEqual({ result: 'no_number' });
    expect(await promise(callId, null)).toEqual({ result: 'no_number' });
    const incidents = await bed.rows(
      `SELECT id FROM incident WHERE kind = 'CALLBACK_NOT_POSSIBLE' AND detail ->> 'callId' = $1`,
      [callId],
    );
    expect(incidents).toHaveLength(1);
  });

  it('is one, however often the flow is asked to keep it', async () => {
    const callId = await callFrom(CALLER);
    const all = await Promise.all(Array.from({ length: 5 }, () => promise(callId, null)));
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(await promise(callId, null, 'later:2')).not.toEqual(all[0]);
  });
});
