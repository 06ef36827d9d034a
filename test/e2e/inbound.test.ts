import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pollUntil } from '../../tools/stack/poll.ts';
import { HOTLINE } from './inbound-flows.ts';
import { InboundWorld } from './inbound-world.ts';

const STACK_LIMIT_MS = 180_000;
const TEST_LIMIT_MS = 120_000;
/** Of the 15 s that a carrier waits; the answer or a word to hold on comes long before. */
const MOST_SILENCE_MS = 3_000;
const CALLERS = 8;
const REPEATS = 6;

let world: InboundWorld;
beforeAll(async () => {
  world = await InboundWorld.open(HOTLINE);
}, STACK_LIMIT_MS);
afterAll(() => world?.end(), STACK_LIMIT_MS);

describe('people who call us', () => {
  it(
    'are answered by the flow of the number, and each call ends in one outcome',
    async () => {
      const sids = await Promise.all(
        ['presses_0_then_1', 'presses_1', 'hangs_up_in_prompt', 'listens', 'presses_wrong_key'].map(
          (persona, index) => world.people.callUs(`+1212555014${index}`, persona),
        ),
      );
      const views = await world.untilClosed(sids);
      const bySid = new Map(views.map((view) => [view.call.providerCallId, view]));
      const dispositions = sids.map((sid) => bySid.get(sid)?.call.disposition);
      expect(dispositions).toEqual(['confirmed', 'confirmed', 'hung_up', 'no_reaction', 'no_reaction']);
      for (const { call } of views) {
        expect(call).toMatchObject({ status: 'completed', outcome: 'answered' });
        expect(call.durationSeconds).toEqual(expect.any(Number));
      }
      expect(
        world.people.truth(sids).filter(({ event }) => event === 'error' || event === 'warning'),
      ).toEqual([]);
    },
    TEST_LIMIT_MS,
  );

  it(
    'lose no key that was posted when a worker of two is killed in mid-call',
    async () => {
      const keys = [...Array.from({ length: REPEATS }, () => '0'), '1'];
      await world.people.cast({ patient: { reactions: [{ press: keys }] } });
      const sids = await Promise.all(
        Array.from({ length: CALLERS }, (_, index) => world.people.callUs(`+1212555015${index}`, 'patient')),
      );
      const pressed = () => world.people.truth(sids).filter(({ event }) => event === 'key').length;
      expect(await pollUntil(() => pressed() >= 2 * CALLERS, { deadlineMs: 30_000 })).toBe(true);
      world.proof.stack.kill('worker-calls', 'SIGKILL');
      expect(pressed()).toBeLessThan(CALLERS * keys.length);
      const views = await world.untilClosed(sids);
      for (const { call, path } of views) {
        expect(call).toMatchObject({ outcome: 'answered', disposition: 'confirmed' });
        const taken = path.filter(({ input }) => input === 'digits');
        expect(taken).toHaveLength(keys.length);
        expect(taken.every(({ valid }) => valid)).toBe(true);
      }
      const truth = world.people.truth(sids);
      expect(truth.filter(({ event }) => event === 'key')).toHaveLength(CALLERS * keys.length);
      const answers = truth.filter(
        ({ event, purpose }) => event === 'webhook_answered' && purpose !== 'status',
      );
      // The first turn and one for each key, and whatever callers were told to hold on.
      expect(answers.length).toBeGreaterThanOrEqual(CALLERS * (keys.length + 1));
      expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
      expect(Math.max(...answers.map(({ tookMs }) => tookMs ?? 0))).toBeLessThan(MOST_SILENCE_MS);
      const isBack = () => world.proof.stack.restartsOf('worker-calls') === 1;
      expect(await pollUntil(isBack, { deadlineMs: 30_000 })).toBe(true);
    },
    TEST_LIMIT_MS,
  );
});
