import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { campaignWorkflowId } from '../../contracts/names.ts';
import { pollUntil } from '../../tools/stack/poll.ts';
import { E2eWorld, STEERED_WITHIN_MS } from './e2e-world.ts';
import { processMemory } from './process-memory.ts';

const STACK_LIMIT_MS = 120_000;
const TEST_LIMIT_MS = 120_000;
const MOST_MEMORY_BYTES = 1.5e9;
/** How long silence is listened for: several times what a dial under way needs to ring. */
const SILENCE_MS = 2_000;

let world: E2eWorld;
beforeAll(async () => {
  world = await E2eWorld.open();
}, STACK_LIMIT_MS);
afterAll(() => world?.end(), STACK_LIMIT_MS);

describe('a campaign on the real system', () => {
  it(
    'reaches everybody once, and starts once however often it is started',
    async () => {
      const campaignId = await world.launch({ people: 30, maxConcurrent: 40 });
      await Promise.all([world.steer(campaignId, 'start'), world.steer(campaignId, 'start')]);
      await world.untilState(campaignId, 'completed');
      expect(await world.faults()).toEqual([]);
      const rings = (await world.rings()).length;
      expect(rings).toBeGreaterThan(0);
      await expect(world.steer(campaignId, 'start')).rejects.toThrow('campaign.already_finished');
      expect(await world.runsOf(campaignWorkflowId(campaignId))).toBe(1);
      expect(await world.rings()).toHaveLength(rings);
    },
    TEST_LIMIT_MS,
  );

  it(
    'stops ringing within a second of a pause, and goes on after resume',
    async () => {
      const before = (await world.rings()).length;
      const campaignId = await world.launch({ people: 20, maxConcurrent: 3 });
      await world.untilRings(before + 3);
      await world.steer(campaignId, 'pause');
      const deadlineMs = Date.now() + STEERED_WITHIN_MS;
      const hasLateRing = async () => (await world.rings()).some((rangAtMs) => rangAtMs > deadlineMs);
      expect(await pollUntil(hasLateRing, { deadlineMs: STEERED_WITHIN_MS + SILENCE_MS })).toBe(false);
      const { state, contacts } = await world.progress(campaignId);
      expect(state).toBe('paused');
      expect(contacts['pending']).toBeGreaterThan(0);
      await world.steer(campaignId, 'resume');
      expect(await pollUntil(hasLateRing, { deadlineMs: 10_000 })).toBe(true);
      await world.untilState(campaignId, 'completed');
      expect(await world.faults()).toEqual([]);
    },
    TEST_LIMIT_MS,
  );

  it(
    'ends when it is canceled',
    async () => {
      const before = (await world.rings()).length;
      const campaignId = await world.launch({ people: 20, maxConcurrent: 3 });
      await world.untilRings(before + 3);
      await world.steer(campaignId, 'cancel');
      await world.untilState(campaignId, 'canceled');
      const rings = (await world.rings()).length;
      expect(rings).toBeLessThan(before + 20);
      const hasRung = async () => (await world.rings()).length > rings;
      expect(await pollUntil(hasRung, { deadlineMs: SILENCE_MS })).toBe(false);
      expect(await world.faults()).toEqual([]);
    },
    TEST_LIMIT_MS,
  );

  it(
    'survives kill -9 of the worker of its calls',
    async () => {
      const { stack } = world.proof;
      const before = (await world.rings()).length;
      const campaignId = await world.launch({ people: 30, maxConcurrent: 10 });
      await world.untilRings(before + 5);
      stack.kill('worker-calls', 'SIGKILL');
      await world.untilState(campaignId, 'completed');
      expect(stack.restartsOf('worker-calls')).toBe(1);
      expect(await world.faults()).toEqual([]);
    },
    TEST_LIMIT_MS,
  );

  it('keeps all our processes together under 1.5 GB', () => {
    const memory = processMemory(world.proof.stack);
    const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
    const sum = (of: 'residentBytes' | 'peakBytes') => memory.reduce((total, each) => total + each[of], 0);
    const each = memory.map(({ name, residentBytes }) => `${name} ${megabytes(residentBytes)}`).join(', ');
    process.stdout.write(
      `memory: ${megabytes(sum('residentBytes'))}, the sum of their highest ${megabytes(sum('peakBytes'))} (${each})\n`,
    );
    expect(sum('residentBytes')).toBeLessThan(MOST_MEMORY_BYTES);
  });
});
