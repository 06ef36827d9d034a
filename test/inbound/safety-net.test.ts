import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { InboundCallRow } from '../../db/inbound/inbound-call-row.ts';
import { InboundBed, TIMINGS } from './inbound-bed.ts';

let bed: InboundBed;
beforeAll(async () => {
  bed = await InboundBed.make();
}, 120_000);
afterAll(() => bed?.end());
beforeEach(async () => {
  await bed.relay();
  Object.assign(bed, { started: [], replaced: [], errors: [], killPoint: () => {} });
});
afterEach(() => expect(bed.errors).toEqual([]));

const incidents = (call: InboundCallRow) =>
  bed.rows<{ kind: string }>(`SELECT kind FROM incident WHERE detail ->> 'inboundCallId' = $1 ORDER BY at`, [
    call.id,
  ]);
const kinds = async (call: InboundCallRow) => (await incidents(call)).map(({ kind }) => kind);

describe('the sweeper and inbound calls', () => {
  it('leaves alone what has a deadline ahead', async () => {
    await bed.ring();
    expect(await bed.sweep()).toBe(0);
  });

  it('asks the carrier about a silent call and gives it a run again', async () => {
    const call = await bed.ring();
    bed.says(call, 'in-progress');
    await bed.letPass(call);
    expect(await bed.sweep()).toBe(1);
    await bed.relay();
    expect(bed.started).toEqual([expect.objectContaining({ callId: call.id, ended: null, language: 'cs' })]);
    const row = await bed.read(call);
    expect(row.outcome).toBeNull();
    expect(row.deadlineAtMs).toBeGreaterThan(row.nowMs);
    expect(await bed.sweep()).toBe(0);
    expect(await kinds(call)).toEqual(['SWEEPER_REPAIR']);
  });

  it('ends a call whose end nobody told', async () => {
    const call = await bed.ring();
    bed.says(call, 'completed');
    await bed.letPass(call);
    await bed.sweep();
    await bed.relay();
    expect(await bed.read(call)).toMatchObject({ outcome: 'answered', closedAtMs: null });
    expect(bed.started.at(-1)).toMatchObject({ callId: call.id, ended: 'answered' });
    expect(await bed.close(call)).toEqual({ outcome: 'answered' });
    expect(await bed.read(call)).toMatchObject({ disposition: 'heard', deadlineAtMs: null });
  });

  it('takes a call that the carrier has forgotten for failed, and says so', async () => {
    const call = await bed.ring();
    bed.says(call, 'unknown');
    await bed.letPass(call);
    await bed.sweep();
    await bed.relay();
    expect(await bed.read(call)).toMatchObject({ outcome: 'failed' });
    expect(await kinds(call)).toEqual(['SWEEPER_REPAIR', 'CALL_MISSING']);
  });

  it('tries again while the carrier is away', async () => {
    const call = await bed.ring();
    bed.says(call, 'nothing');
    await expect(bed.ask(call)).rejects.toMatchObject({ code: 'carrier.unavailable' });
    await bed.letPass(call);
    await bed.sweep();
    await bed.relay();
    expect(bed.errors.splice(0)).toHaveLength(1);
    expect(await bed.read(call)).toMatchObject({ outcome: null });
    bed.says(call, 'completed');
    await bed.letPass(call);
    await bed.sweep();
    await bed.relay();
    expect(await bed.read(call)).toMatchObject({ outcome: 'answered' });
  });

  it('tells the run of an ended call again, and replaces it when it is stuck', async () => {
    const call = await bed.ring();
    bed.open.add(call.callSid);
    await bed.status(call, 'completed');
    await bed.relay();
    await bed.letPass(call);
    await bed.sweep();
    await bed.relay();
    expect(bed.heard.filter((sid) => sid === call.callSid)).toHaveLength(2);
    await bed.letPass(call, TIMINGS.replaceRunAfterMs + 1_000);
    await bed.sweep();
    await bed.relay();
    expect(bed.replaced).toEqual([expect.objectContaining({ callId: call.id, ended: 'answered' })]);
    await bed.close(call);
    await bed.letPass(call);
    expect(await bed.sweep()).toBe(0);
  });

  it('closes a call that no flow answers without a run', async () => {
    const call = await bed.ring('+12125550999');
    bed.says(call, 'completed');
    await bed.letPass(call);
    await bed.sweep();
    await bed.relay();
    expect(bed.started).toEqual([]);
    expect(await bed.read(call)).toMatchObject({ outcome: 'answered', disposition: 'number_unknown' });
    expect((await bed.read(call)).closedAtMs).not.toBeNull();
  });
});

describe('the end of an inbound call', () => {
  it('is corrected only by what the carrier says when it is asked', async () => {
    const call = await bed.ring();
    await bed.status(call, 'completed');
    await bed.status(call, 'failed');
    bed.says(call, 'failed');
    await bed.relay();
    expect(await bed.read(call)).toMatchObject({ outcome: 'failed' });
    expect(await kinds(call)).toEqual(['CARRIER_CORRECTION']);
  });

  it('is closed once: a second closing changes nothing, one of an open call neither', async () => {
    const call = await bed.ring();
    expect(await bed.close(call)).toEqual({ outcome: null });
    expect(await bed.read(call)).toMatchObject({ closedAtMs: null, disposition: null });
    await bed.status(call, 'completed');
    await bed.close(call);
    await bed.close(call, { disposition: 'another' });
    expect(await bed.read(call)).toMatchObject({ disposition: 'heard', language: 'cs' });
    await bed.relay();
  });

  it('is no call of another organization', async () => {
    const call = await bed.ring();
    Object.assign(call, { id: '01990000-0000-7000-8000-000000000000' });
    await expect(bed.close(call)).rejects.toMatchObject({ code: 'call.not_found' });
  });
});

describe('rebuild', () => {
  it('gives every inbound call its run again that is not closed and has a flow', async () => {
    const [open, ended, closed, flowless] = [
      await bed.ring(),
      await bed.ring(),
      await bed.ring(),
      await bed.ring('+12125550999'),
    ];
    for (const call of [ended, closed]) await bed.status(call, 'completed');
    await bed.close(closed);
    await bed.relay();
    bed.started = [];
    const count = await bed.rebuild();
    const ids = bed.started.map(({ callId }) => callId);
    expect(ids).toEqual(expect.arrayContaining([open.id, ended.id]));
    expect(ids).not.toContain(closed.id);
    expect(ids).not.toContain(flowless.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(bed.started.find(({ callId }) => callId === ended.id)).toMatchObject({ ended: 'answered' });
    expect(count).toMatchObject({ calls: ids.length, failed: 0 });
  });
});

/** A chance that is the same in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('whatever is lost or killed', () => {
  it.each(Array.from({ length: 25 }, (_, index) => index + 1))(
    'call %i ends in one known outcome',
    async (seed) => {
      const roll = dice(seed * 7919);
      const call = await bed.ring();
      const truth = (['completed', 'no-answer', 'failed'] as const)[roll(3)] ?? 'completed';
      bed.says(call, 'in-progress');
      const acts = [
        () => bed.status(call, 'in-progress'),
        () => bed.status(call, truth, `https://x.test/same-${seed}`),
        () => bed.letPass(call),
        () => bed.sweep(),
        () => bed.relay(),
        () => bed.close(call),
      ];
      for (let step = 0; step < 8; step += 1) {
        // Dies before its commit or after it, or not at all.
        const deadly = ['K9', 'K10', 'K14', ''][roll(4)];
        bed.killPoint = (name) => {
          if (name === deadly) throw new Error(name);
        };
        await acts[roll(acts.length)]?.().catch(() => {});
      }
      bed.killPoint = () => {};
      bed.says(call, truth);
      // At rest: the safety net alone must bring the call to its end, and its run closes it.
      for (let round = 0; round < 3 && (await bed.read(call)).closedAtMs === null; round += 1) {
        await bed.letPass(call);
        await bed.sweep();
        await bed.relay();
        if (bed.started.some(({ callId, ended }) => callId === call.id && ended !== null))
          await bed.close(call);
      }
      const expected = { completed: 'answered', 'no-answer': 'no_answer', failed: 'failed' }[truth];
      const row = await bed.read(call);
      expect(row).toMatchObject({ outcome: expected, deadlineAtMs: null });
      expect(row.closedAtMs).not.toBeNull();
      bed.errors = [];
    },
  );
});
