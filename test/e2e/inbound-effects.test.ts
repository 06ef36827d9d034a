import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readTruth } from '../../tools/prove/check/truth.ts';
import { BUSY_DESK, DESK, EMPTY_DESK, FRONT_DESK } from './inbound-flows.ts';
import { type CallView, InboundWorld } from './inbound-world.ts';

const STACK_LIMIT_MS = 240_000;
const TEST_LIMIT_MS = 180_000;
const MESSAGE = 'Hello, please send me another bill.';
const CALLER = '+121255501';

interface Message {
  id: string;
  callId: string;
  from: string;
  durationSeconds: number;
  transcriptState: string;
}

interface Callback {
  id: string;
  callId: string;
  state: string;
  dueAt: string;
}

let world: InboundWorld;
beforeAll(async () => {
  world = await InboundWorld.open(FRONT_DESK);
  await world.people.cast(
    {
      wants_desk: { script: [{ press: '1' }] },
      wants_busy_desk: { script: [{ press: '2' }, { say: MESSAGE }] },
      gives_up: { script: [{ press: '5' }], hangsUpAfterS: 15 },
      leaves_word: { script: [{ press: '3' }, { say: MESSAGE }] },
      wants_callback: { script: [{ press: '4' }, { press: '1' }, { press: '1' }] },
      clerk: { answers: { afterS: 3 }, talksS: 20 },
      listener: { answers: { afterS: 3 }, reactions: [{ hangUp: true, bargeIn: 0.9 }] },
    },
    [
      { pattern: `^\\${DESK}$`, persona: 'clerk' },
      { pattern: `^\\${BUSY_DESK}$`, persona: 'busy' },
      { pattern: `^\\${EMPTY_DESK}$`, persona: 'no_answer' },
      { pattern: `^\\${CALLER}`, persona: 'listener' },
    ],
  );
}, STACK_LIMIT_MS);
afterAll(() => world?.end(), STACK_LIMIT_MS);

async function oneCall(last: string, persona: string): Promise<CallView> {
  const sid = await world.people.callUs(`${CALLER}${last}`, persona);
  const [view] = await world.untilClosed([sid]);
  if (!view) throw new Error('no call');
  return view;
}
const isOf =
  ({ call }: CallView) =>
  (item: { callId: string }) =>
    item.callId === call.id;

describe('what a caller sets off', () => {
  it(
    'is a transfer, and what became of it leads on',
    async () => {
      const [talked, refused] = await Promise.all([
        oneCall('41', 'wants_desk'),
        oneCall('42', 'wants_busy_desk'),
      ]);
      expect(talked.call).toMatchObject({ status: 'completed', disposition: 'talked' });
      expect(talked.path).toContainEqual(expect.objectContaining({ node: 'desk', input: 'dial_result' }));
      const bridged = world.people
        .truth([talked.call.providerCallId])
        .filter(({ event }) => event === 'bridged');
      expect(bridged).toEqual([expect.objectContaining({ dialed: DESK })]);
      // Busy: the flow takes a message instead.
      expect(refused.call).toMatchObject({ disposition: 'left_message' });
      expect(refused.path.map(({ node }) => node)).toEqual(
        expect.arrayContaining(['busy_desk', 'mailbox', 'kept']),
      );
    },
    TEST_LIMIT_MS,
  );

  it(
    'is nothing more for who hangs up while the transfer rings',
    async () => {
      const { call, path } = await oneCall('45', 'gives_up');
      expect(call).toMatchObject({ outcome: 'answered', disposition: 'hung_up' });
      expect(path.at(-1)).toMatchObject({ node: 'empty_desk', input: 'hangup', outlet: null });
    },
    TEST_LIMIT_MS,
  );

  it(
    'is a message that is fetched, and whose transcript says that nobody is there to write it',
    async () => {
      const view = await oneCall('43', 'leaves_word');
      expect(view.call.disposition).toBe('left_message');
      const message = await world.untilListed<Message>(
        '/api/v1/voicemail',
        (item) => isOf(view)(item) && item.transcriptState === 'offline',
      );
      expect(message).toMatchObject({ from: `${CALLER}43`, state: 'new' });
      expect(message.durationSeconds).toBeGreaterThan(0);
      const { api } = world.proof;
      expect(await api.get(`/api/v1/voicemail/${message.id}`)).toMatchObject({
        audioState: 'fetched',
        audioUrl: expect.stringContaining('/media'),
      });
    },
    TEST_LIMIT_MS,
  );

  it(
    'is a callback, which rings once and not before its time',
    async () => {
      const view = await oneCall('44', 'wants_callback');
      expect(view.call.disposition).toBe('promised');
      const promised = await world.untilListed<Callback>('/api/v1/callbacks', isOf(view));
      const kept = await world.untilListed<Callback>(
        '/api/v1/callbacks',
        (item) => item.id === promised.id && item.state === 'completed',
      );
      expect(kept).toMatchObject({ outcome: 'answered', attemptsMade: 1, dueAt: promised.dueAt });
      const { truthPath, ruleClock } = world.proof;
      const rings = (await readTruth(truthPath)).filter(({ to }) => to === `${CALLER}44`);
      expect(rings).toHaveLength(1);
      const { baseAppMs, baseRealMs, rate } = ruleClock;
      const rangAtMs = baseAppMs + ((rings[0]?.rangAtMs ?? 0) - baseRealMs) * rate;
      expect(rangAtMs).toBeGreaterThanOrEqual(Date.parse(promised.dueAt));
    },
    TEST_LIMIT_MS,
  );
});
