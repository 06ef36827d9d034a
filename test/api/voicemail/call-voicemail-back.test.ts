import { expect, it } from '@jest/globals';
import { callVoicemailBack } from '../../../api/endpoints/voicemail/call-voicemail-back.endpoint.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addVoicemail, type VoicemailColumns } from '../harness/recording-rows.ts';
import { call } from '../harness/requests.ts';
import { addFlow } from '../harness/rows.ts';

const world = useApiWorld();

/** A voicemail that was left in a flow. */
async function leftInFlow(columns: VoicemailColumns = {}) {
  const { ours, inOrg } = world();
  const flow = await addFlow(world(), ours);
  const voicemail = await addVoicemail(world(), ours, columns);
  await inOrg(ours.orgId, (tx) =>
    tx.query('UPDATE call SET flow_version_id = $2 WHERE id = $1', [voicemail.callId, flow.versionId]),
  );
  return { ...voicemail, flow };
}

const callBack = (id: string, body: object = {}) =>
  call(world(), callVoicemailBack, { id, role: 'agent' }).send(body);

const inOurs = async (sql: string, values: unknown[]) => {
  const { ours, inOrg } = world();
  return (await inOrg(ours.orgId, (tx) => tx.query(sql, values))).rows;
};

describeEndpoint(callVoicemailBack, world, {
  201: () => {
    it('promises the caller a call from the number they called, and asks for its run', async () => {
      const { id, flow } = await leftInFlow();
      const dueAt = '2031-05-01T09:00:00.000Z';
      const { body } = await callBack(id, { dueAt, note: 'about the invoice' }).expect(201);
      expect(body).toMatchObject({ voicemailId: id, state: 'scheduled', dueAt, zone: 'America/New_York' });
      const [row] = await inOurs('SELECT * FROM callback WHERE id = $1', [body.callbackId]);
      expect(row).toMatchObject({
        origin: 'voicemail',
        voicemail_id: id,
        contact_id: body.contactId,
        phone_number_id: world().ours.phoneNumberId,
        flow_version_id: flow.versionId,
        note: 'about the invoice',
        created_by: expect.any(String),
      });
      const people = await inOurs('SELECT phone_e164 FROM contact_pii WHERE contact_id = $1', [
        body.contactId,
      ]);
      expect(people).toEqual([{ phone_e164: '+12125550123' }]);
      const asked = await inOurs(`SELECT payload FROM outbox WHERE payload ->> 'callbackId' = $1`, [
        body.callbackId,
      ]);
      expect(asked).toHaveLength(1);
    });

    it('calls with what the flow of the number is by now', async () => {
      const { ours } = world();
      const { id } = await leftInFlow();
      const current = await addFlow(world(), ours);
      await inOurs('UPDATE phone_number SET flow_id = $2 WHERE id = $1', [ours.phoneNumberId, current.id]);
      const { body } = await callBack(id).expect(201);
      const [row] = await inOurs('SELECT flow_version_id FROM callback WHERE id = $1', [body.callbackId]);
      expect(row).toEqual({ flow_version_id: current.versionId });
      await inOurs('UPDATE phone_number SET flow_id = NULL WHERE id = $1', [ours.phoneNumberId]);
    });
  },
  200: () => {
    it('is one callback while it is open, however many people press the button at once', async () => {
      const { id } = await leftInFlow();
      const answers = await Promise.all(Array.from({ length: 4 }, () => callBack(id)));
      expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '200', '200', '201']);
      expect(new Set(answers.map(({ body }) => body.callbackId)).size).toBe(1);
      expect(await inOurs('SELECT id FROM callback WHERE voicemail_id = $1', [id])).toHaveLength(1);
    });

    it('may be another once the first is over', async () => {
      const { id } = await leftInFlow();
      const first = await callBack(id).expect(201);
      await inOurs(`UPDATE callback SET state = 'completed', finished_at = clock_timestamp() WHERE id = $1`, [
        first.body.callbackId,
      ]);
      const second = await callBack(id).expect(201);
      expect(second.body.callbackId).not.toBe(first.body.callbackId);
    });
  },
  409: () => {
    it.each([null, 'anonymous', '+12125', '+19005550123'])('calls nobody back at %s', async (from_e164) => {
      const { id } = await leftInFlow({ from_e164 });
      expectProblem(await callBack(id), 409, 'voicemail.not_callable');
      expect(await inOurs('SELECT id FROM callback WHERE voicemail_id = $1', [id])).toEqual([]);
    });
  },
  404: () => {
    it('knows none that was deleted', async () => {
      const { id } = await leftInFlow({ deleted_at: new Date() });
      expectProblem(await callBack(id), 404, 'voicemail.not_found');
    });
  },
});
