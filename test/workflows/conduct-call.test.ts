import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { quietRuntime } from './quiet-runtime.ts';
import { timeSkippingEnvironment } from '../harness/time-skipping.ts';
import { callEndedSignal, callStateQuery } from '../../workflows/conduct-call/conduct-call.messages.ts';
import { type CallActivities, callWorker, fakeCallActivities, TestCall } from './call-test-bed.ts';
import { workflowBundle } from './workflow-bundle.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  quietRuntime();
  [env] = await Promise.all([timeSkippingEnvironment(), workflowBundle()]);
}, 120_000);
afterAll(() => env?.teardown());

/** Runs one call against fake activities. */
async function withCall<T>(script: Partial<CallActivities>, work: (call: TestCall) => Promise<T>) {
  const fake = fakeCallActivities(script);
  const worker = await callWorker(env.nativeConnection, { activities: fake.activities });
  const value = await worker.runUntil(async () => work(await TestCall.start(env.client, worker.taskQueue)));
  return { value, ...fake };
}

describe('conductCall', () => {
  it('answers each turn from the flow and closes with its path and disposition', async () => {
    const { value, recorded } = await withCall({}, async (call) => {
      const first = await call.answer();
      const last = await call.turn(first.turn, { type: 'digits', value: '1' });
      expect(first.instructions.map(({ type }) => type)).toContain('gather');
      expect(last.isLast).toBe(true);
      expect(last.instructions.at(-1)).toEqual({ type: 'hangup' });
      await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
      return call.handle.result();
    });
    expect(value).toEqual({ outcome: 'settled', attemptOutcome: 'answered', disposition: 'confirmed' });
    const closing = recorded.find(({ name }) => name === 'closeAttempt')?.input;
    expect(closing).toMatchObject({
      disposition: 'confirmed',
      language: 'en',
      path: expect.arrayContaining([expect.objectContaining({ node: 'ask' })]),
    });
  });

  it('gives a repeated webhook the same answer without a second step', async () => {
    await withCall({}, async (call) => {
      const first = await call.answer();
      const [once, again] = await Promise.all([
        call.turn(first.turn, { type: 'digits', value: '1' }),
        call.turn(first.turn, { type: 'digits', value: '9' }),
      ]);
      expect(again).toEqual(once);
      expect((await call.handle.query(callStateQuery)).turns).toBe(2);
      await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
      await call.handle.result();
    });
  });

  it('refuses the keys of another call and of a turn that was never asked', async () => {
    await withCall({}, async (call) => {
      const first = await call.answer();
      await expect(call.turn(first.turn, { type: 'digits', value: '1' }, 'CAother')).rejects.toThrow(
        WorkflowUpdateFailedError,
      );
      await expect(call.turn('0000', { type: 'digits', value: '1' })).rejects.toThrow(
        WorkflowUpdateFailedError,
      );
      await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
      await call.handle.result();
    });
  });

  it('records an opt-out before it answers', async () => {
    const { namesOf } = await withCall({}, async (call) => {
      const first = await call.answer();
      await call.turn(first.turn, { type: 'digits', value: '9' });
      await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
      await call.handle.result();
    });
    expect(namesOf()).toEqual(['loadFlow', 'placeCall', 'recordOptOut', 'closeAttempt']);
  });

  it.each(['not_now', 'blocked', 'not_placed'] as const)(
    'ends at once when the dial says %s, without closing',
    async (result) => {
      const dialed =
        result === 'not_now' ? { result, reason: 'paused', nextAtMs: 0 } : { result, reason: 'suppressed' };
      const { value, namesOf } = await withCall({ placeCall: async () => dialed }, (call) =>
        call.handle.result(),
      );
      expect(value).toMatchObject({ outcome: result });
      expect(namesOf()).toEqual(['loadFlow', 'placeCall']);
    },
  );

  it('looks an unknown call up at 30 s, 2 min, 10 min and 15 min, then leaves it to review', async () => {
    const startedMs = await env.currentTimeMs();
    const probes: { atMs: number; last: boolean }[] = [];
    const { value } = await withCall(
      {
        placeCall: async () => ({ result: 'unknown' }),
        resolveUnknown: async ({ last }) => {
          probes.push({ atMs: (await env.currentTimeMs()) - startedMs, last });
          return { result: last ? 'review' : 'not_found' };
        },
      },
      (call) => call.handle.result(),
    );
    expect(value).toEqual({ outcome: 'review' });
    expect(probes.map(({ last }) => last)).toEqual([false, false, false, true]);
    const dueMs = [30_000, 120_000, 600_000, 900_000];
    for (const [index, probe] of probes.entries()) {
      expect(probe.atMs).toBeGreaterThanOrEqual(dueMs[index] ?? 0);
      expect(probe.atMs).toBeLessThan((dueMs[index] ?? 0) + 20_000);
    }
  });

  it('asks the carrier when no end was heard, and closes with what it says', async () => {
    const { value, namesOf } = await withCall(
      { askCarrier: async () => ({ state: 'ended', outcome: 'no_answer' }) },
      (call) => call.handle.result(),
    );
    expect(value).toMatchObject({ outcome: 'settled' });
    expect(namesOf()).toEqual(['loadFlow', 'placeCall', 'askCarrier', 'closeAttempt']);
  });

  it('apologises in mid-call when it was rebuilt, and never dials', async () => {
    const rebuilt = {
      placeCall: async () => ({ result: 'already' as const, state: 'in_call' as const, outcome: null }),
    };
    await withCall(rebuilt, async (call) => {
      const answer = await call.turn('turn-of-a-lost-history', { type: 'digits', value: '1' });
      expect(answer.isLast).toBe(true);
      expect(answer.instructions.map(({ type }) => type)).toEqual(['say', 'hangup']);
      await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
      expect(await call.handle.result()).toMatchObject({ outcome: 'settled' });
    });
  });

  it.each(['planned', 'reserved', 'blocked'] as const)(
    'ends when the dial it waits for is %s after all',
    async (state) => {
      const waiting: Partial<CallActivities> = {
        placeCall: async () => ({ result: 'already', state: 'dialing', outcome: null }),
        resolveUnknown: async () => ({ result: 'settled' }),
        askCarrier: async () => ({ state, outcome: null }),
      };
      const { namesOf } = await withCall(waiting, (call) => call.handle.result());
      expect(namesOf()).toEqual(['loadFlow', 'placeCall', 'resolveUnknown', 'askCarrier']);
    },
  );

  it('closes at once what ended while nobody watched', async () => {
    const ended = {
      placeCall: async () => ({
        result: 'already' as const,
        state: 'ended' as const,
        outcome: 'busy' as const,
      }),
    };
    const { namesOf } = await withCall(ended, (call) => call.handle.result());
    expect(namesOf()).toEqual(['loadFlow', 'placeCall', 'closeAttempt']);
  });
});
