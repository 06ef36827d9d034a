import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { cancelCallback, rescheduleCallback } from '../../db/callbacks/steer-callback.ts';
import { insertRow } from '../db/tenant-fixture.ts';
import { AttemptKit, CLOSING } from '../dialing/attempt-kit.ts';
import { CallbackKit } from '../dialing/callback-kit.ts';

let kit: AttemptKit;
let callbacks: CallbackKit;
beforeAll(async () => {
  kit = await AttemptKit.create();
  callbacks = await CallbackKit.create(kit.bed);
  await kit.bed.inOrg((tx) =>
    insertRow(tx, 'webhook_endpoint', {
      org_id: kit.bed.orgId,
      url: 'https://hooks.example.com/',
      events: ['*'],
      secret_ciphertext: randomBytes(48),
      secret_key_version: 1,
    }),
  );
}, 120_000);
beforeEach(() => kit.reset());
afterAll(() => kit?.bed.close());

/** Events about a thing, oldest first. */
async function told(id: string): Promise<Record<string, unknown>[]> {
  const rows = await kit.bed.rows<{ type: string; payload: object }>(
    'SELECT type, payload FROM webhook_event WHERE payload::text LIKE $1 ORDER BY id',
    [`%${id}%`],
  );
  return rows.map(({ type, payload }) => ({ type, ...payload }));
}
const typesOf = async (id: string) => (await told(id)).map(({ type }) => type);

it('a call is told of when it is answered and once its record is written, and once', async () => {
  const attempt = await kit.placed();
  for (let time = 0; time < 2; time += 1) await kit.tell(attempt, 'in-progress', await kit.callIdOf(attempt));
  expect(await typesOf(attempt.attemptId)).toEqual(['call.answered']);
  await kit.tell(attempt, 'completed', await kit.callIdOf(attempt));
  for (let time = 0; time < 2; time += 1) await kit.activities().closeAttempt({ ...attempt, ...CLOSING });
  expect(await told(attempt.attemptId)).toMatchObject([
    { type: 'call.answered', direction: 'outbound', person: `+1******${attempt.e164.slice(-4)}` },
    {
      type: 'call.completed',
      callId: attempt.attemptId,
      direction: 'outbound',
      status: 'completed',
      outcome: 'answered',
      disposition: 'confirmed',
      campaignId: attempt.campaignId,
      person: `+1******${attempt.e164.slice(-4)}`,
    },
  ]);
});

it.each([
  ['completed', 'callback.completed'],
  ['busy', 'callback.failed'],
] as const)('a callback whose call is %s ends as %s, once', async (status, type) => {
  const callback = await callbacks.promised();
  const attempt = { ...(await callbacks.reserved(callback)), campaignId: '', e164: '' };
  await kit.activities().placeCall(attempt);
  await kit.tell(attempt, status, await kit.callIdOf(attempt));
  for (let time = 0; time < 2; time += 1) await kit.activities().closeAttempt({ ...attempt, ...CLOSING });
  expect(await typesOf(callback.callbackId)).toEqual(['callback.scheduled', type]);
});

it('a callback that is moved and canceled says so', async () => {
  const callback = await callbacks.promised();
  await rescheduleCallback(kit.bed.pool, callback, Date.now() + 3_600_000);
  for (let time = 0; time < 2; time += 1) await cancelCallback(kit.bed.pool, callback, kit.bed.deps.timings);
  expect(await typesOf(callback.callbackId)).toEqual([
    'callback.scheduled',
    'callback.rescheduled',
    'callback.canceled',
  ]);
});

it('a call that nobody can account for opens an incident, and people are notified once while it waits', async () => {
  const notices = () =>
    kit.bed.rows(`SELECT n.id FROM notification n WHERE kind = 'incident.review' AND read_at IS NULL`);
  for (let time = 0; time < 2; time += 1) {
    const attempt = await kit.unknown();
    await kit.age(attempt, 10);
    await kit.activities().resolveUnknown({ ...attempt, probe: 3, last: true });
    expect(await told(attempt.attemptId)).toMatchObject([{ type: 'incident.opened', kind: 'NEEDS_REVIEW' }]);
    expect(await notices()).toHaveLength(1);
  }
});

it('two calls for one attempt are an incident', async () => {
  const attempt = await kit.placed();
  await kit.tell(attempt, 'ringing', `CA${'7'.repeat(32)}`);
  expect(await told(attempt.attemptId)).toMatchObject([{ type: 'incident.opened', kind: 'DUPLICATE_DIAL' }]);
});
