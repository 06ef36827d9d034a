import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { recordingWebhook } from '../../../api/endpoints/webhooks/recording.endpoint.ts';
import { attemptLink } from '../../../providers/crypto/attempt-link.ts';
import { insertRow } from '../../db/tenant-fixture.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { recordingSid } from '../harness/recording-rows.ts';
import { addAttempt } from '../harness/rows.ts';
import { attemptQuery, signedForm } from '../harness/webhook-requests.ts';

const world = useApiWorld();

/** A call with what its recording webhook carries. */
async function recordedCall() {
  const callSid = `CA${randomBytes(16).toString('hex')}`;
  const attempt = await addAttempt(world(), world().ours, 'placed', callSid);
  const link = new URLSearchParams(attemptQuery(attempt));
  return {
    callSid,
    callId: attempt.attemptId,
    query: `?c=${link.get('a')}&k=${link.get('k')}`,
    sid: recordingSid(),
  };
}

type RecordedCall = Awaited<ReturnType<typeof recordedCall>>;

const news = ({ query, sid, callSid }: RecordedCall, status: string, more: Record<string, string> = {}) =>
  signedForm(world(), recordingWebhook, {
    query,
    callSid,
    params: {
      RecordingSid: sid,
      RecordingStatus: status,
      RecordingSource: 'RecordVerb',
      RecordingChannels: '1',
      RecordingUrl: 'http://169.254.169.254/latest/meta-data',
      ...more,
    },
  });

const rowsOf = async ({ sid }: RecordedCall) => {
  const { ours, inOrg } = world();
  const { rows } = await inOrg(ours.orgId, (tx) =>
    tx.query('SELECT * FROM recording WHERE provider_recording_id = $1', [sid]),
  );
  return rows;
};

describeEndpoint(recordingWebhook, world, {
  204: () => {
    it('writes a recording down as it begins and as it is there', async () => {
      const call = await recordedCall();
      expect((await news(call, 'in-progress')).status).toBe(204);
      expect(await rowsOf(call)).toMatchObject([
        { call_id: call.callId, state: 'pending', source: 'voicemail', completed_at: null },
      ]);
      expect((await news(call, 'completed', { RecordingDuration: '7' })).status).toBe(204);
      expect(await rowsOf(call)).toMatchObject([
        { state: 'available', duration_seconds: 7, channels: 1, completed_at: expect.any(Date) },
      ]);
    });

    it('is the same when repeated, reordered or late', async () => {
      const call = await recordedCall();
      for (const status of ['completed', 'completed', 'in-progress', 'absent'])
        expect((await news(call, status, { RecordingDuration: '7' })).status).toBe(204);
      expect(await rowsOf(call)).toMatchObject([{ state: 'available', duration_seconds: 7 }]);
    });

    it('finds the row that the voicemail has made, and fails its words when there is no sound', async () => {
      const call = await recordedCall();
      const { ours, inOrg } = world();
      const voicemailId = await inOrg(ours.orgId, async (tx) => {
        const recordingId = await insertRow(tx, 'recording', {
          org_id: ours.orgId,
          call_id: call.callId,
          provider: 'twilio',
          provider_account: ours.accountSid,
          provider_recording_id: call.sid,
          source: 'voicemail',
        });
        return insertRow(tx, 'voicemail', {
          org_id: ours.orgId,
          call_id: call.callId,
          effect_id: 'effect',
          recording_id: recordingId,
          duration_seconds: 3,
          language: 'en',
        });
      });
      expect((await news(call, 'absent')).status).toBe(204);
      expect(await rowsOf(call)).toMatchObject([{ state: 'absent' }]);
      const { rows } = await inOrg(ours.orgId, (tx) =>
        tx.query('SELECT transcript_state FROM voicemail WHERE id = $1', [voicemailId]),
      );
      expect(rows).toEqual([{ transcript_state: 'failed' }]);
    });

    it('does not bring back what was deleted', async () => {
      const call = await recordedCall();
      const { ours, inOrg } = world();
      await news(call, 'in-progress');
      await inOrg(ours.orgId, (tx) =>
        tx.query('UPDATE recording SET deleted_at = clock_timestamp() WHERE provider_recording_id = $1', [
          call.sid,
        ]),
      );
      expect((await news(call, 'completed')).status).toBe(204);
      expect(await rowsOf(call)).toMatchObject([{ state: 'pending', deleted_at: expect.any(Date) }]);
    });

    it('knows the call of an attempt by either name', async () => {
      const call = await recordedCall();
      const byAttempt = { ...call, query: call.query.replace('?c=', '?a=') };
      expect((await news(byAttempt, 'completed')).status).toBe(204);
      expect(await rowsOf(call)).toHaveLength(1);
    });
  },
  400: () => {
    it('refuses what names no recording or no state that is known', async () => {
      const call = await recordedCall();
      expectProblem(await news(call, 'exploded'), 400, 'request.bad_form');
      expectProblem(await news({ ...call, sid: 'RE/../../secret' }, 'completed'), 400, 'request.bad_form');
      expect(await rowsOf(call)).toEqual([]);
    });
  },
  404: () => {
    it('knows no call by another key, of another carrier call, or by none', async () => {
      const call = await recordedCall();
      const forged = attemptLink.sign(Buffer.alloc(32, 1), call.callId);
      const wrong = [`?c=${call.callId}&k=${forged}`, '', `?c=${call.callId}`];
      for (const query of wrong)
        expectProblem(await news({ ...call, query }, 'completed'), 404, 'webhook.unknown_call');
      const { inOrg, ours } = world();
      await inOrg(ours.orgId, (tx) =>
        tx.query(`UPDATE call SET provider_call_id = $2 WHERE id = $1`, [call.callId, `CA${'d'.repeat(32)}`]),
      );
      expectProblem(await news(call, 'completed'), 404, 'webhook.unknown_call');
      expect(await rowsOf(call)).toEqual([]);
    });
  },
});
