import { expect, it } from '@jest/globals';
import { attachPhoneNumber } from '../../../api/endpoints/phone-numbers/attach-phone-number.endpoint.ts';
import { detachPhoneNumber } from '../../../api/endpoints/phone-numbers/detach-phone-number.endpoint.ts';
import { getPhoneNumber } from '../../../api/endpoints/phone-numbers/get-phone-number.endpoint.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { addCampaign } from '../harness/rows.ts';
import { useCarrierBed } from './carrier-bed.ts';

const PLAIN = '+12125550150';
const CHANGED = '+12125550151';
const NAMED = '+12125550152';
const CUT_OFF = '+12125550153';
const BUSY = '+12125550154';
const BEFORE = 'http://before.example.com/voice';
const ELSEWHERE = 'http://elsewhere.example.com/status';

const { world, tampering, customer } = useCarrierBed([PLAIN, CHANGED, NAMED, CUT_OFF, BUSY]);

async function attached(number: string): Promise<string> {
  await customer().change(number, { VoiceUrl: BEFORE, VoiceMethod: 'GET' });
  const { body } = await call(world(), attachPhoneNumber, { role: 'admin' }).send({ number }).expect(201);
  return body.id;
}

const detach = (id: string) => call(world(), detachPhoneNumber, { id, role: 'admin' });
const read = (id: string) => call(world(), getPhoneNumber, { id, role: 'admin' });

describeEndpoint(detachPhoneNumber, world, {
  204: () => {
    it('puts back what was there, and the number is gone', async () => {
      const id = await attached(PLAIN);
      await detach(id).expect(204);
      expect(await customer().number(PLAIN)).toMatchObject({
        voice_url: BEFORE,
        voice_method: 'GET',
        voice_fallback_url: '',
        status_callback: '',
      });
      await read(id).expect(404);
    });

    it('leaves alone what somebody else has written since', async () => {
      const id = await attached(CHANGED);
      await customer().change(CHANGED, { StatusCallback: ELSEWHERE });
      await detach(id).expect(204);
      expect(await customer().number(CHANGED)).toMatchObject({
        voice_url: BEFORE,
        status_callback: ELSEWHERE,
      });
    });

    it('keeps the row that a campaign of the past names, attached no more', async () => {
      const id = await attached(NAMED);
      await addCampaign(world(), world().ours, 'completed', { phoneNumberId: id });
      await detach(id).expect(204);
      const { body } = await read(id).expect(200);
      expect(body).toMatchObject({
        attachment: 'none',
        inCallerIdPool: false,
        flowId: null,
        previousUrls: null,
        drift: { state: 'not_attached' },
      });
      expect((await customer().number(NAMED)).voice_url).toBe(BEFORE);
    });

    it('is finished by repeating it, when the answer of the carrier was lost', async () => {
      const id = await attached(CUT_OFF);
      tampering.afterWrite = async () => ({ kind: 'unavailable', reason: 'timeout' });
      expectProblem(await detach(id), 503, 'carrier.unavailable');
      delete tampering.afterWrite;
      expect((await read(id).expect(200)).body.attachment).toBe('detaching');
      await detach(id).expect(204);
      expect((await customer().number(CUT_OFF)).voice_url).toBe(BEFORE);
    });

    it('asks the carrier nothing about a number that was never attached', async () => {
      tampering.findNumber = () => Promise.reject(new Error('nobody is to be asked'));
      const { ours, inOrg } = world();
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query(
          `INSERT INTO phone_number (org_id, e164, carrier_account_id, language)
           SELECT org_id, '+12125550159', id, 'en' FROM carrier_account RETURNING id`,
        ),
      );
      await detach(rows[0].id).expect(204);
    });
  },
  409: () => {
    it('refuses while a campaign that has not finished calls from it', async () => {
      const { ours } = world();
      const campaignId = await addCampaign(world(), ours, 'paused');
      const answer = await detach(ours.phoneNumberId);
      expectProblem(answer, 409, 'phone_number.in_use');
      expect(answer.body.detail).toContain(campaignId);
    });

    it('refuses while another change is under way', async () => {
      const id = await attached(BUSY);
      const second = Promise.withResolvers<void>();
      tampering.findNumber = async () => {
        delete tampering.findNumber;
        expectProblem(await detach(id), 409, 'phone_number.busy');
        second.resolve();
      };
      await detach(id).expect(204);
      await second.promise;
    });
  },
  422: () => {
    it('tells why the carrier refused, and the number is attached as before', async () => {
      const { body } = await call(world(), attachPhoneNumber, { role: 'admin' }).send({ number: PLAIN });
      tampering.writeUrls = async () => ({ kind: 'refused', httpStatus: 401, carrierCode: 20003 });
      expectProblem(await detach(body.id), 422, 'carrier.rejected');
      expect((await read(body.id)).body).toMatchObject({
        attachment: 'attached',
        drift: { state: 'in_sync' },
      });
    });
  },
  429: () => {
    it('passes on that the carrier asks to slow down', async () => {
      const { body } = await call(world(), attachPhoneNumber, { role: 'admin' }).send({ number: PLAIN });
      tampering.findNumber = async () => ({ kind: 'rate_limited' });
      expectProblem(await detach(body.id), 429, 'carrier.rate_limited');
    });
  },
  503: () => {
    it('says so when the carrier cannot be reached', async () => {
      const { body } = await call(world(), attachPhoneNumber, { role: 'admin' }).send({ number: PLAIN });
      tampering.findNumber = async () => ({ kind: 'unavailable', reason: 'econnrefused' });
      expectProblem(await detach(body.id), 503, 'carrier.unavailable');
    });
  },
});
