import { describe, expect, it } from '@jest/globals';
import { useApiWorld } from '../harness/api-world-hooks.ts';
import { expectProblem } from '../harness/generic-blocks.ts';
import { addNumber, CallIn } from './inbound-kit.ts';

const world = useApiWorld();

/** A call that its voice webhook has written down; Temporal is away, so no run knows of it. */
async function ringing(): Promise<CallIn> {
  const call = new CallIn(world(), (await addNumber(world())).e164);
  await call.ring();
  return call;
}

describe('the status callback of a number', () => {
  it('ends the call once, however often and in whatever order it comes', async () => {
    const call = await ringing();
    for (const status of ['ringing', 'completed', 'in-progress', 'completed', 'initiated'])
      expect((await call.status(status, { CallDuration: '9' })).status).toBe(204);
    expect(await call.stored()).toEqual([
      expect.objectContaining({
        state: 'completed',
        outcome: 'answered',
        duration_seconds: 9,
        ended_news: 1,
      }),
    ]);
  });

  it('takes five deliveries at once for one', async () => {
    const call = await ringing();
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => call.status('no-answer')));
    expect(all.map((answer) => answer.status)).toEqual([204, 204, 204, 204, 204]);
    expect((await call.stored())[0]).toMatchObject({ outcome: 'no_answer', ended_news: 1 });
  });

  it('asks the carrier about a second, different ending and keeps the first', async () => {
    const call = await ringing();
    await call.status('completed');
    await call.status('failed');
    const [row] = await call.stored();
    expect(row).toMatchObject({ outcome: 'answered', ended_news: 1 });
    const asked = await world().inOrg(world().ours.orgId, (tx) =>
      tx.query(`SELECT FROM outbox WHERE key = $1 AND payload ->> 'type' = 'fetch_call'`, [row.id]),
    );
    expect(asked.rowCount).toBe(1);
  });

  it('writes down the end of a call that never reached our voice webhook', async () => {
    const call = new CallIn(world(), (await addNumber(world())).e164);
    expect((await call.status('completed', { CallDuration: '3' })).status).toBe(204);
    expect((await call.stored())[0]).toMatchObject({
      outcome: 'answered',
      duration_seconds: 3,
      ended_news: 1,
    });
    expect((await call.ring()).text).toMatch(/<Response><Hangup\/><\/Response>$/);
    expect(await call.stored()).toHaveLength(1);
  });

  it('takes the end and the first webhook at once', async () => {
    const call = new CallIn(world(), (await addNumber(world())).e164);
    await Promise.all([call.ring(), call.status('completed'), call.ring()]);
    expect(await call.stored()).toEqual([expect.objectContaining({ outcome: 'answered', ended_news: 1 })]);
  });

  it('knows no call of another kind, and stores nothing of it', async () => {
    const call = new CallIn(world(), (await addNumber(world())).e164);
    const outbound = { Direction: 'outbound-api' };
    expectProblem(await call.status('completed', outbound), 404, 'webhook.unknown_call');
    expectProblem(
      await call.status('completed', { ParentCallSid: `CA${'a'.repeat(32)}`, Direction: 'outbound-dial' }),
      404,
      'webhook.unknown_call',
    );
    expect((await call.status('ringing')).status).toBe(204);
    expect(await call.stored()).toEqual([]);
  });
});
