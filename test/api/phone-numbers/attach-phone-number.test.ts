import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { deleteFlow } from '../../../api/endpoints/flows/delete-flow.endpoint.ts';
import { attachPhoneNumber } from '../../../api/endpoints/phone-numbers/attach-phone-number.endpoint.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addFlow } from '../harness/rows.ts';
import { ORIGINS, useCarrierBed } from './carrier-bed.ts';

const FRESH = '+12125550140';
const USED = '+12125550141';
const BROKEN = '+12125550142';
const LOST = '+12125550143';
const ONCE = '+12125550144';
const HALF = '+12125550145';
const SEEDED = '+12125550101';
const THEIRS = 'http://before.example.com/voice';

const { world, tampering, customer } = useCarrierBed([FRESH, USED, BROKEN, LOST, ONCE, HALF, SEEDED]);

const attach = (body: object) => call(world(), attachPhoneNumber, { role: 'admin' }).send(body);

const rowOf = async (e164: string) => {
  const { ours, inOrg } = world();
  const { rows } = await inOrg(ours.orgId, (tx) =>
    tx.query('SELECT * FROM phone_number WHERE e164 = $1', [e164]),
  );
  return rows[0];
};

const isOurs = (webhook: string) =>
  expect.stringContaining(`/webhooks/twilio/${world().ours.ref}/${webhook}#ct=`);

describeEndpoint(attachPhoneNumber, world, {
  201: () => {
    it('writes our addresses at the carrier and remembers what was there', async () => {
      await customer().change(FRESH, {
        VoiceUrl: THEIRS,
        VoiceMethod: 'GET',
        StatusCallback: `${THEIRS}/end`,
      });
      const flow = await addFlow(world(), world().ours);
      const { body } = await attach({
        number: FRESH,
        flowId: flow.id,
        language: 'cs',
        label: 'front desk',
      }).expect(201);
      expect(body).toMatchObject({
        number: FRESH,
        attachment: 'attached',
        language: 'cs',
        label: 'front desk',
        flowId: flow.id,
        inCallerIdPool: true,
        capabilities: { voice: true },
        previousUrls: { voiceUrl: THEIRS, voiceMethod: 'GET', fallbackUrl: '', statusUrl: `${THEIRS}/end` },
        drift: { state: 'in_sync', fields: [] },
      });
      const atCarrier = await customer().number(FRESH);
      expect(atCarrier).toMatchObject({
        voice_url: isOurs('voice'),
        voice_method: 'POST',
        voice_fallback_url: isOurs('fallback'),
        status_callback: isOurs('status'),
      });
      expect(atCarrier.voice_url?.startsWith(ORIGINS.publicUrl)).toBe(true);
      expect(atCarrier.voice_fallback_url?.startsWith(ORIGINS.fallbackUrl)).toBe(true);
    });
  },
  200: () => {
    it('is the same when repeated, and takes a number that was ours but not attached', async () => {
      await customer().change(USED, { VoiceUrl: THEIRS });
      const first = await attach({ number: USED }).expect(201);
      const again = await attach({ number: USED, label: 'second' }).expect(200);
      expect(again.body).toMatchObject({
        id: first.body.id,
        label: 'second',
        previousUrls: { voiceUrl: THEIRS },
      });
      const seeded = await attach({ number: SEEDED }).expect(200);
      expect(seeded.body).toMatchObject({ id: world().ours.phoneNumberId, attachment: 'attached' });
    });

    it('mends drift without forgetting what was there first', async () => {
      await customer().change(USED, { VoiceUrl: 'http://elsewhere.example.com/voice' });
      const { body } = await attach({ number: USED }).expect(200);
      expect(body).toMatchObject({ previousUrls: { voiceUrl: THEIRS }, drift: { state: 'in_sync' } });
      expect((await customer().number(USED)).voice_url).toEqual(isOurs('voice'));
    });

    it('finishes an attachment whose answer was lost, though the carrier has our addresses by then', async () => {
      await customer().change(LOST, { VoiceUrl: THEIRS });
      tampering.afterWrite = async () => ({ kind: 'unavailable', reason: 'timeout' });
      expectProblem(await attach({ number: LOST }), 503, 'carrier.unavailable');
      expect((await customer().number(LOST)).voice_url).toEqual(isOurs('voice'));
      expect((await rowOf(LOST)).previous_urls.voiceUrl).toBe(THEIRS);

      delete tampering.afterWrite;
      const { body } = await attach({ number: LOST }).expect(200);
      expect(body).toMatchObject({ attachment: 'attached', previousUrls: { voiceUrl: THEIRS } });
    });

    it('takes over from a process that died between the row and the carrier, after its lease', async () => {
      tampering.writeUrls = () => Promise.reject(new Error('the process is gone'));
      expect((await attach({ number: BROKEN })).status).toBe(500);
      expect((await rowOf(BROKEN)).written_urls).toMatchObject({ pendingChange: 'attach' });
      delete tampering.writeUrls;
      expectProblem(await attach({ number: BROKEN }), 409, 'phone_number.busy');

      const { ours, inOrg } = world();
      await inOrg(ours.orgId, (tx) =>
        tx.query(
          `UPDATE phone_number SET written_urls = written_urls || jsonb_build_object('pendingUntil', $2::text) WHERE e164 = $1`,
          [BROKEN, new Date(Date.now() - 1_000).toISOString()],
        ),
      );
      const { body } = await attach({ number: BROKEN }).expect(200);
      expect(body).toMatchObject({ attachment: 'attached', previousUrls: { voiceUrl: '' } });
    });
  },
  404: () => {
    it('knows no such account and no such flow, and leaves nothing behind', async () => {
      const number = '+12125550101';
      expectProblem(
        await attach({ number, carrierAccountId: randomUUID() }),
        404,
        'carrier_account.not_found',
      );
      expectProblem(await attach({ number, flowId: randomUUID() }), 404, 'flow.not_found');
      const theirFlow = await addFlow(world(), world().theirs);
      expectProblem(await attach({ number, flowId: theirFlow.id }), 404, 'flow.not_found');
      const deleted = await addFlow(world(), world().ours);
      await call(world(), deleteFlow, { role: 'admin', id: deleted.id }).expect(204);
      expectProblem(await attach({ number, flowId: deleted.id }), 404, 'flow.not_found');
    });
  },
  409: () => {
    it('lets one change of a number happen at a time', async () => {
      const second = Promise.withResolvers<number>();
      tampering.writeUrls = async () => {
        delete tampering.writeUrls;
        const answer = await attach({ number: USED });
        expectProblem(answer, 409, 'phone_number.busy');
        second.resolve(Number(answer.headers['retry-after']));
      };
      await attach({ number: USED }).expect(200);
      expect(await second.promise).toBeGreaterThan(0);
    });
  },
  422: () => {
    it('refuses a number that the account does not have', async () => {
      expectProblem(await attach({ number: '+12125550199' }), 422, 'phone_number.not_at_carrier');
      expect(await rowOf('+12125550199')).toBeUndefined();
    });

    it('tells why the carrier refused, and is as before', async () => {
      tampering.writeUrls = async () => ({ kind: 'refused', httpStatus: 400, carrierCode: 21502 });
      const before = await rowOf(USED);
      const answer = await attach({ number: USED });
      expectProblem(answer, 422, 'carrier.rejected');
      expect(answer.body.detail).toContain('21502');
      const after = await rowOf(USED);
      expect([after.written_urls, after.previous_urls]).toEqual([before.written_urls, before.previous_urls]);
    });
  },
  429: () => {
    it('passes on that the carrier asks to slow down', async () => {
      tampering.findNumber = async () => ({ kind: 'rate_limited' });
      const answer = await attach({ number: FRESH });
      expectProblem(answer, 429, 'carrier.rate_limited');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    });
  },
  503: () => {
    it('says so when the carrier cannot be reached, and writes no row', async () => {
      tampering.findNumber = async () => ({ kind: 'unavailable', reason: 'econnrefused' });
      expectProblem(await attach({ number: '+12125550198' }), 503, 'carrier.unavailable');
      expect(await rowOf('+12125550198')).toBeUndefined();
    });
  },
});

describe('an Idempotency-Key', () => {
  const keyed = (key: string, body: object) => attach(body).set('Idempotency-Key', key);
  const writes = () => {
    const seen = { count: 0 };
    tampering.writeUrls = async () => void (seen.count += 1);
    return seen;
  };
  const ageKey = (key: string) =>
    world().inOrg(world().ours.orgId, (tx) =>
      tx.query(`UPDATE idempotency_key SET created_at = created_at - interval '61 s' WHERE key = $1`, [key]),
    );

  it('is answered again without a second request to the carrier', async () => {
    const key = randomUUID();
    const seen = writes();
    const first = await keyed(key, { number: ONCE }).expect(201);
    const again = await keyed(key, { number: ONCE }).expect(201);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(seen.count).toBe(1);
    expectProblem(await keyed(key, { number: USED }), 422, 'idempotency.other_body');
    expect(seen.count).toBe(1);
  });

  it('is in flight while the carrier is being written to', async () => {
    const key = randomUUID();
    const second = Promise.withResolvers<void>();
    tampering.writeUrls = async () => {
      delete tampering.writeUrls;
      expectProblem(await keyed(key, { number: ONCE }), 409, 'idempotency.in_flight');
      expectProblem(await keyed(key, { number: USED }), 422, 'idempotency.other_body');
      second.resolve();
    };
    await keyed(key, { number: ONCE }).expect(200);
    await second.promise;
  });

  it('is free again after a refusal of the carrier', async () => {
    const key = randomUUID();
    tampering.findNumber = async () => ({ kind: 'unavailable', reason: 'econnrefused' });
    expectProblem(await keyed(key, { number: ONCE }), 503, 'carrier.unavailable');
    delete tampering.findNumber;
    await keyed(key, { number: USED }).expect(200);
  });

  it('does not make what was there forgotten when the carrier’s answer is lost', async () => {
    const key = randomUUID();
    await customer().change(HALF, { VoiceUrl: THEIRS });
    tampering.afterWrite = async () => ({ kind: 'unavailable', reason: 'timeout' });
    expectProblem(await keyed(key, { number: HALF }), 503, 'carrier.unavailable');
    expect((await customer().number(HALF)).voice_url).toEqual(isOurs('voice'));
    delete tampering.afterWrite;
    const { body } = await keyed(key, { number: HALF }).expect(200);
    expect(body).toMatchObject({ attachment: 'attached', previousUrls: { voiceUrl: THEIRS } });
  });

  it('is free again a minute after its request was cut off, and what was there first is still known', async () => {
    const key = randomUUID();
    await customer().change(ONCE, { VoiceUrl: THEIRS });
    const before = (await rowOf(ONCE)).previous_urls;
    await world().inOrg(world().ours.orgId, (tx) =>
      tx.query(
        `INSERT INTO idempotency_key (org_id, key, method_path, body_hash) VALUES ($1, $2, 'POST /cut-off', 'x')`,
        [world().ours.orgId, key],
      ),
    );
    expectProblem(await keyed(key, { number: ONCE }), 422, 'idempotency.other_body');
    await ageKey(key);
    const { body } = await keyed(key, { number: ONCE }).expect(200);
    expect(body).toMatchObject({ attachment: 'attached', previousUrls: before });
  });
});

describe('attaching', () => {
  it('keeps the numbers of two organizations apart', async () => {
    const { theirs, inOrg } = world();
    const { rows } = await inOrg(theirs.orgId, (tx) => tx.query('SELECT e164 FROM phone_number'));
    expect(rows).toEqual([{ e164: '+12125550102' }]);
  });
});
