import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { callWorkflowId, TASK_QUEUES } from '../../contracts/names.ts';
import { callEndedSignal } from '../../workflows/conduct-call/conduct-call.messages.ts';
import {
  callbackStateQuery,
  cancelCallbackUpdate,
  rescheduleCallbackUpdate,
} from '../../workflows/run-callback/run-callback.messages.ts';
import { timeSkippingEnvironment } from '../harness/time-skipping.ts';
import type { CallActivities } from './call-test-bed.ts';
import { FakeCallback, registerSearchAttributes, withCallback } from './callback-test-bed.ts';
import { quietRuntime } from './quiet-runtime.ts';
import { workflowBundle } from './workflow-bundle.ts';

const HOUR_MS = 3_600_000;

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  quietRuntime();
  [env] = await Promise.all([timeSkippingEnvironment(), workflowBundle()]);
  await registerSearchAttributes(env);
}, 120_000);
afterAll(() => env?.teardown());

const server = () => ({ client: env.client, connection: env.nativeConnection });
const nowMs = () => env.currentTimeMs();

/** A callback that is due so long from now. */
async function dueIn(ms: number): Promise<FakeCallback> {
  return new FakeCallback(nowMs, (await nowMs()) + ms);
}

const rangAfter = (fake: FakeCallback, begunMs: number) => (fake.rangAtMs ?? Infinity) - begunMs;

/** Calls that end with this outcome as soon as they are placed, and say so to the row. */
function endingCalls(fake: FakeCallback, outcome: 'answered' | 'busy'): Partial<CallActivities> {
  return {
    placeCall: async () => ({ result: 'already', state: 'ended', outcome }),
    closeAttempt: async () => {
      fake.settle(outcome);
      return { outcome, nextAtMs: null, contactState: 'done' };
    },
  };
}

describe('runCallback', () => {
  it('waits for its time, rings once, and ends as the row does', async () => {
    const fake = await dueIn(24 * HOUR_MS);
    const begunMs = await nowMs();
    const { value, calls } = await withCallback(server(), fake, (handle) => handle.result(), {
      calls: endingCalls(fake, 'answered'),
    });
    expect(value).toMatchObject({ state: 'completed', outcome: 'answered' });
    expect(rangAfter(fake, begunMs)).toBeGreaterThanOrEqual(24 * HOUR_MS);
    expect(rangAfter(fake, begunMs)).toBeLessThan(25 * HOUR_MS);
    expect(fake.rounds).toEqual(['wait', 'ring', 'over']);
    expect(calls.namesOf().filter((name) => name === 'placeCall')).toHaveLength(1);
  });

  it('does not ring again when nobody answers', async () => {
    const fake = await dueIn(0);
    const { value, calls } = await withCallback(server(), fake, (handle) => handle.result(), {
      calls: endingCalls(fake, 'busy'),
    });
    expect(value).toMatchObject({ state: 'failed', outcome: 'busy' });
    expect(calls.namesOf().filter((name) => name === 'placeCall')).toHaveLength(1);
  });

  it('woken early by an Update out of its start delay, it still waits for its time by its own timer', async () => {
    const fake = await dueIn(2 * HOUR_MS);
    const begunMs = await nowMs();
    const later = begunMs + 5 * HOUR_MS;
    const { value } = await withCallback(
      server(),
      fake,
      async (handle) => {
        await handle.executeUpdate(rescheduleCallbackUpdate, { args: [{ dueAtMs: later }] });
        expect(await handle.query(callbackStateQuery)).toMatchObject({ phase: 'waiting' });
        return handle.result();
      },
      { calls: endingCalls(fake, 'answered'), startDelayMs: 2 * HOUR_MS },
    );
    expect(value).toMatchObject({ state: 'completed' });
    expect(rangAfter(fake, begunMs)).toBeGreaterThanOrEqual(5 * HOUR_MS);
    expect(rangAfter(fake, begunMs)).toBeLessThan(6 * HOUR_MS);
  });

  it('moved to now, it rings at once', async () => {
    const fake = await dueIn(100 * HOUR_MS);
    const begunMs = await nowMs();
    await withCallback(
      server(),
      fake,
      async (handle) => {
        await handle.executeUpdate(rescheduleCallbackUpdate, { args: [{ dueAtMs: null }] });
        return handle.result();
      },
      { calls: endingCalls(fake, 'answered'), startDelayMs: 100 * HOUR_MS },
    );
    expect(rangAfter(fake, begunMs)).toBeLessThan(HOUR_MS);
    expect(fake.rounds.at(-2)).toBe('ring');
  });

  it('canceled, it ends without a ring', async () => {
    const fake = await dueIn(HOUR_MS);
    const { value, calls } = await withCallback(server(), fake, async (handle) => {
      expect(await handle.executeUpdate(cancelCallbackUpdate)).toMatchObject({ state: 'canceled' });
      return handle.result();
    });
    expect(value).toMatchObject({ state: 'canceled' });
    expect(calls.namesOf()).toEqual([]);
  });

  it('tells by its code why it cannot be moved any more', async () => {
    const fake = await dueIn(0);
    const placed = Promise.withResolvers<void>();
    await withCallback(
      server(),
      fake,
      async (handle) => {
        await placed.promise;
        const refused = handle.executeUpdate(cancelCallbackUpdate);
        const failure: unknown = await refused.catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(WorkflowUpdateFailedError);
        const { cause } = failure as WorkflowUpdateFailedError;
        expect(cause).toBeInstanceOf(ApplicationFailure);
        expect((cause as ApplicationFailure).type).toBe('callback.already_calling');
        await env.client.workflow
          .getHandle(callWorkflowId(fake.attemptId))
          .signal(callEndedSignal, { attemptOutcome: 'answered' });
        return handle.result();
      },
      {
        calls: {
          ...endingCalls(fake, 'answered'),
          placeCall: async () => {
            placed.resolve();
            return { result: 'placed' };
          },
        },
      },
    );
    expect(fake.facts.state).toBe('completed');
  });

  it('leaves a call alone that somebody else conducts, and learns its end from the row', async () => {
    const fake = await dueIn(0);
    fake.lookAgainMs = 100;
    // A run of the same call that the relay has started; it never ends by itself here.
    const other = await env.client.workflow.start('conductCall', {
      workflowId: callWorkflowId(fake.attemptId),
      taskQueue: `${TASK_QUEUES.calls}-of-nobody`,
    });
    const { value, calls } = await withCallback(server(), fake, async (handle) => {
      while (!fake.rounds.includes('ring')) await new Promise((resolve) => setTimeout(resolve, 20));
      fake.settle('answered');
      return handle.result();
    });
    await other.terminate();
    expect(value).toMatchObject({ state: 'completed' });
    expect(calls.namesOf()).toEqual([]);
  });
});
