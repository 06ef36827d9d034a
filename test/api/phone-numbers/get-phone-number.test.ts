import { expect, it } from '@jest/globals';
import { attachPhoneNumber } from '../../../api/endpoints/phone-numbers/attach-phone-number.endpoint.ts';
import { getPhoneNumber } from '../../../api/endpoints/phone-numbers/get-phone-number.endpoint.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { call } from '../harness/requests.ts';
import { useCarrierBed } from './carrier-bed.ts';

const NUMBER = '+12125550160';
const ELSEWHERE = 'http://elsewhere.example.com/voice';

const { world, tampering, customer } = useCarrierBed([NUMBER]);

const read = (id: string) => call(world(), getPhoneNumber, { id, role: 'supervisor' }).expect(200);

describeEndpoint(getPhoneNumber, world, {
  200: () => {
    it('shows what the carrier has against what we wrote', async () => {
      const attached = await call(world(), attachPhoneNumber, { role: 'admin' }).send({ number: NUMBER });
      const { id, writtenUrls } = attached.body;
      expect((await read(id)).body).toMatchObject({ drift: { state: 'in_sync' }, atCarrier: writtenUrls });

      await customer().change(NUMBER, { VoiceUrl: ELSEWHERE });
      const { body } = await read(id);
      expect(body.drift).toEqual({
        state: 'drifted',
        fields: [{ field: 'voiceUrl', written: writtenUrls.voiceUrl, found: ELSEWHERE }],
        reason: null,
      });
      expect(body.atCarrier.voiceUrl).toBe(ELSEWHERE);
    });

    it('tells when our own address has changed since', async () => {
      const { ours, inOrg } = world();
      await customer().change(NUMBER, { VoiceUrl: 'http://old.evercall.test/voice' });
      await inOrg(ours.orgId, (tx) =>
        tx.query(
          `UPDATE phone_number SET written_urls = jsonb_set(written_urls, '{voiceUrl}', '"http://old.evercall.test/voice"') WHERE e164 = $1`,
          [NUMBER],
        ),
      );
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query('SELECT id FROM phone_number WHERE e164 = $1', [NUMBER]),
      );
      expect((await read(rows[0].id)).body.drift.state).toBe('outdated');
    });

    it('is there all the same when the carrier does not answer, or has no such number', async () => {
      const { phoneNumberId } = world().ours;
      expect((await read(phoneNumberId)).body).toMatchObject({
        attachment: 'none',
        atCarrier: null,
        drift: { state: 'gone' },
      });
      tampering.findNumber = async () => ({ kind: 'unavailable', reason: 'timeout' });
      expect((await read(phoneNumberId)).body).toMatchObject({
        number: '+12125550101',
        atCarrier: null,
        drift: { state: 'unknown', reason: 'timeout' },
      });
    });
  },
});
