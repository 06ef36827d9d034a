import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { attachPhoneNumber } from '../../../api/endpoints/phone-numbers/attach-phone-number.endpoint.ts';
import { syncPhoneNumbers } from '../../../api/endpoints/phone-numbers/sync-phone-numbers.endpoint.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { call } from '../harness/requests.ts';
import { useCarrierBed } from './carrier-bed.ts';

const ATTACHED = '+12125550170';
const FREE = '+12125550171';

const { world, tampering, customer } = useCarrierBed([ATTACHED, FREE]);

const sync = (body: object = {}) => call(world(), syncPhoneNumbers, { role: 'admin' }).send(body);

describeEndpoint(syncPhoneNumbers, world, {
  200: () => {
    it('lists what each account holds: ours, what could be, and what is gone', async () => {
      const attached = await call(world(), attachPhoneNumber, { role: 'admin' }).send({ number: ATTACHED });
      await customer().change(ATTACHED, { VoiceUrl: 'http://elsewhere.example.com/voice' });
      const { body } = await sync().expect(200);
      expect(body.accounts).toHaveLength(1);
      expect(body.accounts[0].state).toBe('read');
      const { numbers } = body.accounts[0];
      expect(numbers).toHaveLength(3);
      expect(numbers).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            number: ATTACHED,
            phoneNumberId: attached.body.id,
            attachment: 'attached',
            drift: 'drifted',
          }),
          expect.objectContaining({
            number: FREE,
            phoneNumberId: null,
            attachment: 'none',
            drift: 'not_attached',
            capabilities: expect.objectContaining({ voice: true }),
          }),
          expect.objectContaining({
            number: '+12125550101',
            phoneNumberId: world().ours.phoneNumberId,
            drift: 'gone',
          }),
        ]),
      );
    });

    it('attaches nothing, and writes down what it read of ours alone', async () => {
      const { ours, inOrg } = world();
      await inOrg(ours.orgId, (tx) =>
        tx.query(`UPDATE phone_number SET provider_number_id = NULL, capabilities = '{}'`),
      );
      await sync().expect(200);
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query('SELECT e164, provider_number_id, capabilities FROM phone_number ORDER BY e164'),
      );
      expect(rows).toEqual([
        { e164: '+12125550101', provider_number_id: null, capabilities: {} },
        {
          e164: ATTACHED,
          provider_number_id: expect.stringMatching(/^PN/),
          capabilities: expect.objectContaining({ voice: true }),
        },
      ]);
    });

    it('says of each account that did not answer why', async () => {
      tampering.listNumbers = async () => ({ kind: 'unavailable', reason: 'timeout' });
      expect((await sync().expect(200)).body.accounts[0]).toMatchObject({
        state: 'unavailable',
        numbers: [],
      });
      tampering.listNumbers = async () => ({ kind: 'refused', httpStatus: 401, carrierCode: 20003 });
      expect((await sync().expect(200)).body.accounts[0]).toMatchObject({ state: 'refused' });
    });
  },
  404: () => {
    it('knows no account of another organization', async () => {
      const { theirs, inOrg } = world();
      const { rows } = await inOrg(theirs.orgId, (tx) => tx.query('SELECT id FROM carrier_account'));
      for (const carrierAccountId of [rows[0].id, randomUUID()])
        expectProblem(await sync({ carrierAccountId }), 404, 'carrier_account.not_found');
    });
  },
});
