import { describe, expect, it } from '@jest/globals';
import { statusWebhook } from '../../../api/endpoints/webhooks/status.endpoint.ts';
import { KEPT_MS } from '../../../api/webhooks/carrier-directory.ts';
import { createClock } from '../../../domain/clock.ts';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { describeEndpoint } from '../harness/describe-endpoint.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addAttempt, type PlacedAttempt } from '../harness/rows.ts';
import { attemptQuery, signedForm } from '../harness/webhook-requests.ts';

let skippedMs = 0;
const clock = createClock(undefined, () => Date.now() + skippedMs);
const world = useApiWorld({ parts: { clock } });
let lastSid = 0;
const nextSid = () => `CA${String((lastSid += 1)).padStart(32, '0')}`;

/** One status callback of a call as Twilio sends it. */
const report = (
  attempt: PlacedAttempt,
  callSid: string,
  CallStatus: string,
  more: Record<string, string> = {},
) =>
  signedForm(world(), statusWebhook, {
    query: attemptQuery(attempt),
    callSid,
    params: { CallStatus, ...more },
  });

/** What the database holds of an attempt and its webhooks. */
async function stored({ attemptId }: PlacedAttempt) {
  const { rows } = await world().inOrg(world().ours.orgId, (tx) =>
    tx.query<{
      state: string;
      outcome: string | null;
      sid: string | null;
      inbox: number;
      ended: number;
      incidents: string[];
    }>(
      `SELECT state, outcome, provider_call_id AS sid,
              (SELECT count(*)::int FROM webhook_inbox WHERE attempt_id = a.id) AS inbox,
              (SELECT count(*)::int FROM outbox WHERE kind = 'call_ended' AND payload ->> 'attemptId' = a.id::text) AS ended,
              (SELECT coalesce(array_agg(kind), '{}') FROM incident WHERE attempt_id = a.id) AS incidents
       FROM call_attempt a WHERE id = $1`,
      [attemptId],
    ),
  );
  return rows[0];
}

describeEndpoint(statusWebhook, world, {
  204: () => {
    it('binds a call whose news beats the answer to our create request', async () => {
      const attempt = await addAttempt(world(), world().ours, 'dialing');
      const sid = nextSid();
      await report(attempt, sid, 'ringing').then((answer) => expect(answer.status).toBe(204));
      expect(await stored(attempt)).toMatchObject({ state: 'ringing', sid, inbox: 1, ended: 0 });
    });

    it('writes an ending down with the outbox row that tells the workflow', async () => {
      const attempt = await addAttempt(world(), world().ours, 'dialing');
      const sid = nextSid();
      await report(attempt, sid, 'completed', { CallDuration: '12' });
      expect(await stored(attempt)).toMatchObject({
        state: 'ended',
        outcome: 'answered',
        inbox: 1,
        ended: 1,
      });
    });
  },
  404: () => {
    it('knows no attempt by a key that was not ours, and none that is gone', async () => {
      const attempt = await addAttempt(world(), world().ours, 'dialing');
      const other = await addAttempt(world(), world().ours, 'dialing');
      const forged = attemptQuery({ ...attempt, linkKey: Buffer.alloc(32) });
      const swapped = attemptQuery(other).replace(other.attemptId, attempt.attemptId);
      const gone = attemptQuery({ ...attempt, attemptId: '01990000-0000-7000-8000-000000000000' });
      for (const query of [forged, swapped, gone, '', `?a=${attempt.attemptId}`]) {
        expectProblem(
          await signedForm(world(), statusWebhook, { query, params: { CallStatus: 'ringing' } }),
          404,
          'webhook.unknown_call',
        );
      }
      expect(await stored(attempt)).toMatchObject({ state: 'dialing', inbox: 0 });
    });
  },
});

describe('status webhooks that do not come as they should', () => {
  it('takes a repeated one once', async () => {
    const attempt = await addAttempt(world(), world().ours, 'dialing');
    const sid = nextSid();
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => report(attempt, sid, 'busy')));
    expect(all.map((answer) => answer.status)).toEqual([204, 204, 204, 204, 204]);
    expect(await stored(attempt)).toMatchObject({ state: 'ended', outcome: 'busy', inbox: 1, ended: 1 });
  });

  it('is not moved back by one that comes late or out of order', async () => {
    const attempt = await addAttempt(world(), world().ours, 'dialing');
    const sid = nextSid();
    for (const status of ['in-progress', 'initiated', 'completed', 'ringing', 'in-progress'])
      await report(attempt, sid, status);
    expect(await stored(attempt)).toMatchObject({
      state: 'ended',
      outcome: 'answered',
      // Two of the five were the same request.
      inbox: 4,
      ended: 1,
      incidents: [],
    });
  });

  it('reports a second call of one attempt as a double dial', async () => {
    const attempt = await addAttempt(world(), world().ours, 'dialing');
    const [first, second] = [nextSid(), nextSid()];
    await report(attempt, first, 'ringing');
    await report(attempt, second, 'ringing');
    expect(await stored(attempt)).toMatchObject({
      state: 'ringing',
      sid: first,
      incidents: ['DUPLICATE_DIAL'],
    });
  });

  it('stores nothing of one whose body, address or signature was changed on the way', async () => {
    const attempt = await addAttempt(world(), world().ours, 'dialing');
    const sentBody = `AccountSid=${world().ours.accountSid}&CallSid=CA1&CallStatus=completed`;
    const changed = await signedForm(world(), statusWebhook, {
      query: attemptQuery(attempt),
      params: { CallStatus: 'ringing' },
      sentBody,
    });
    expectProblem(changed, 403, 'auth.bad_signature');
    const foreign = await signedForm(world(), statusWebhook, {
      query: attemptQuery(attempt),
      params: { AccountSid: world().theirs.accountSid },
      authToken: world().theirs.authToken,
    });
    expectProblem(foreign, 403, 'auth.bad_signature');
    expect(await stored(attempt)).toMatchObject({ state: 'dialing', inbox: 0 });
  });

  it('takes parameters exactly as they were signed: spaces, empty ones, plus signs, other alphabets', async () => {
    const attempt = await addAttempt(world(), world().ours, 'dialing');
    const odd = { CallerName: '  Žofie +1 & Söhne = 100 % ', Empty: '', 'Odd[name]': 'a b+c' };
    const answer = await report(attempt, nextSid(), 'ringing', odd);
    expect(answer.status).toBe(204);
  });

  it('goes on while the auth token is rotated, and refuses the old one afterwards', async () => {
    const { ours, inOrg } = world();
    const attempt = await addAttempt(world(), ours, 'dialing');
    const sid = nextSid();
    const rotate = (next: string, previous: string | null) =>
      inOrg(ours.orgId, (tx) =>
        tx.query('UPDATE carrier_account SET auth_token = $1, auth_token_previous = $2', [next, previous]),
      );
    const send = (authToken: string, CallStatus: string) =>
      signedForm(world(), statusWebhook, {
        query: attemptQuery(attempt),
        callSid: sid,
        authToken,
        params: { CallStatus },
      });
    await rotate('the next token', ours.authToken);
    expect((await send(ours.authToken, 'initiated')).status).toBe(204);
    skippedMs += 2_000;
    expect((await send('the next token', 'ringing')).status).toBe(204);
    await rotate(ours.authToken, null);
    skippedMs += KEPT_MS;
    expectProblem(await send('the next token', 'completed'), 403, 'auth.bad_signature');
  });
});
