import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Conductor, conduct } from './conductor.ts';
import { createDialingBed, type DialingBed } from './dialing-bed.ts';
import { until } from './poll.ts';

interface AttemptColumns {
  state: string;
  outcome: string | null;
  reason: string | null;
  provider_call_id: string | null;
  closed_at: Date | null;
}

let bed: DialingBed;
let conductor: Conductor;

beforeAll(async () => {
  bed = await createDialingBed();
  conductor = conduct(bed);
}, 60_000);

afterAll(async () => {
  await conductor.stop();
  await bed.close();
});

const attemptOf = (id: string) => bed.row<AttemptColumns>('SELECT * FROM call_attempt WHERE id = $1', [id]);

describe('placeCall, everything well', () => {
  it('rings once, follows the call to its end and closes the books', async () => {
    const campaignId = await bed.addCampaign({ costMicros: 250 });
    const contactId = await bed.addContact(campaignId, '+12125550111');
    const [claimed] = await bed.claim(campaignId);
    expect(claimed?.contactId).toBe(contactId);
    const attempt = { orgId: bed.orgId, attemptId: claimed?.attemptId ?? '' };
    await conductor.ensureCall(attempt);
    const closed = await until('the closing', async () => {
      const row = await attemptOf(attempt.attemptId);
      return row.closed_at !== null && row;
    });
    expect(closed).toMatchObject({ state: 'ended', provider_call_id: expect.stringMatching(/^CA/) });
    const rings = bed.truth().filter((line) => line.event === 'ring' && line.to === '+12125550111');
    expect(rings).toHaveLength(1);
    expect(rings[0]?.callSid).toBe(closed.provider_call_id);
    const counter = await bed.row('SELECT * FROM campaign_counter WHERE campaign_id = $1', [campaignId]);
    expect(counter).toMatchObject({ in_flight: 0, reserved_micros: 0, placed: 1, spent_micros: 250 });
    const call = await bed.row('SELECT * FROM call WHERE id = $1', [attempt.attemptId]);
    expect(call).toMatchObject({ provider_call_id: closed.provider_call_id, outcome: closed.outcome });
    const decision = await bed.row('SELECT * FROM dial_decision WHERE attempt_id = $1', [attempt.attemptId]);
    expect(decision).toMatchObject({ verdict: 'allow', campaign_id: campaignId });
    const events = await bed.rows<{ to_state: string }>(
      'SELECT to_state FROM attempt_event WHERE attempt_id = $1 ORDER BY seq',
      [attempt.attemptId],
    );
    expect(events.map((event) => event.to_state).slice(0, 2)).toEqual(['reserved', 'dialing']);
    expect(events.at(-1)?.to_state).toBe('ended');
    expect(conductor.errors).toEqual([]);
  });
});
