import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { EffectActivities } from '../../activities/effects/effects.activities.ts';
import type { StepInput } from '../../contracts/call-instructions.ts';
import { callEndedSignal } from '../../workflows/conduct-call/conduct-call.messages.ts';
import { timeSkippingEnvironment } from '../harness/time-skipping.ts';
import { TestCall } from './call-test-bed.ts';
import { effectsWorker, fakeEffects } from './effects-test-bed.ts';
import { quietRuntime } from './quiet-runtime.ts';
import { workflowBundle } from './workflow-bundle.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  quietRuntime();
  [env] = await Promise.all([timeSkippingEnvironment(), workflowBundle()]);
}, 120_000);
afterAll(() => env?.teardown());

/** A call that gives these inputs one after the other, a `resume` again and again until the flow goes on, and ends. */
async function play(inputs: StepInput[], script: Partial<EffectActivities> = {}) {
  const fake = fakeEffects(script);
  const worker = await effectsWorker(env.nativeConnection, { activities: fake.activities });
  const turns = await worker.runUntil(async () => {
    const call = await TestCall.start(env.client, worker.taskQueue);
    let answer = await call.answer();
    let asked = 1;
    for (const input of inputs) {
      answer = await call.turn(answer.turn, input);
      asked += 1;
      while (input.type === 'resume' && answer.instructions.at(-1)?.type === 'redirect') {
        answer = await call.turn(answer.turn, input);
        asked += 1;
      }
    }
    await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
    await call.handle.result();
    return asked;
  });
  return { ...fake, turns, closing: fake.closing() as { disposition: string; variables: object } };
}

const press = (value: string): StepInput => ({ type: 'digits', value });
const resume: StepInput = { type: 'resume' };

describe('a webhook of a flow', () => {
  it('is asked beside the call, and its values are there when the caller comes back', async () => {
    const { closing, turns, effectsOf } = await play([press('1'), resume]);
    expect(closing).toMatchObject({ disposition: 'told', variables: { state: 'sent' } });
    expect(effectsOf('askCustomer')).toEqual([
      expect.objectContaining({ effectId: 'ask:1', url: 'https://shop.example/orders', body: {} }),
    ]);
    // Answer, key, and one coming back that has waited for the result.
    expect(turns).toBe(3);
  });

  it('leaves by its own outlets when the customer fails or takes too long', async () => {
    for (const [result, disposition] of [
      ['failure', 'failed'],
      ['timeout', 'late'],
    ] as const) {
      const { closing } = await play([press('1'), resume], {
        askCustomer: async () => ({ result, values: {} }),
      });
      expect(closing).toMatchObject({ disposition, variables: { state: 'none' } });
    }
  });

  it('fails when the activity does, and harms no caller', async () => {
    const { closing } = await play([press('1'), resume], {
      askCustomer: async () => {
        throw new Error('broken');
      },
    });
    expect(closing).toMatchObject({ disposition: 'failed' });
  });

  it('holds nobody for longer than the carrier allows when nothing ever answers', async () => {
    const answered = Promise.withResolvers<void>();
    const { closing, turns } = await play([press('1'), resume], {
      askCustomer: async () => {
        await Promise.race([answered.promise, new Promise((resolve) => setTimeout(resolve, 6_000))]);
        return { result: 'timeout', values: {} };
      },
    });
    answered.resolve();
    expect(closing).toMatchObject({ disposition: 'late' });
    // Six holds of two seconds, then the flow goes on without a result.
    expect(turns).toBeLessThanOrEqual(10);
  });
});

describe('music while a webhook is asked', () => {
  /** A call that asks with music; `during` has the call and the turn after the music. */
  async function hearMusic(
    during: (call: TestCall, turn: string) => Promise<unknown>,
    script: Partial<EffectActivities> = {},
  ) {
    const fake = fakeEffects(script);
    const worker = await effectsWorker(env.nativeConnection, { activities: fake.activities });
    await worker.runUntil(async () => {
      const call = await TestCall.start(env.client, worker.taskQueue);
      const { turn } = await call.turn((await call.answer()).turn, press('5'));
      await during(call, turn);
      await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
      await call.handle.result();
    });
    return { ...fake, closing: fake.closing() as { disposition: string } };
  }

  it('is broken off two seconds after the answer, for the turn that would have come after it', async () => {
    let asked = '';
    const { effectsOf, closing } = await hearMusic(async (call, turn) => {
      asked = turn;
      await env.sleep('3s');
      await call.turn(turn, resume);
    });
    expect(effectsOf('leaveMusic')).toEqual([expect.objectContaining({ turn: asked })]);
    expect(closing).toMatchObject({ disposition: 'told' });
  });

  it('is left alone when the caller comes back by themselves, or hangs up', async () => {
    const back = await hearMusic(async (call, turn) => {
      await call.turn(turn, resume);
      await env.sleep('5s');
    });
    expect(back.effectsOf('leaveMusic')).toEqual([]);
    const gone = await hearMusic(async () => {});
    expect(gone.effectsOf('leaveMusic')).toEqual([]);
  });

  it('ends by itself when the carrier cannot be told', async () => {
    let tries = 0;
    const leaveMusic = async () => {
      tries += 1;
      throw new Error('away');
    };
    const { closing } = await hearMusic(
      async (call, turn) => {
        await env.sleep('30s');
        await call.turn(turn, resume);
      },
      { leaveMusic },
    );
    expect(tries).toBeGreaterThan(1);
    expect(closing).toMatchObject({ disposition: 'told' });
  });
});

describe('what a call leaves', () => {
  it('is a voicemail with its recording, and the notice in the record', async () => {
    const recorded: StepInput = { type: 'recorded', recordingId: 'RE1', durationMs: 4_000, hungUp: true };
    const { closing, effectsOf } = await play([press('2'), recorded]);
    expect(closing).toMatchObject({
      disposition: 'left_message',
      variables: { 'notice.recording': true },
    });
    expect(effectsOf('recordVoicemail')).toEqual([
      expect.objectContaining({ effectId: 'record:1', providerRecordingId: 'RE1', durationMs: 4_000 }),
    ]);
  });

  it('is a callback, an hour from now', async () => {
    const { closing, effectsOf } = await play([press('3'), press('1'), press('1')]);
    expect(closing).toMatchObject({ disposition: 'promised' });
    expect(effectsOf('createCallback')).toEqual([
      expect.objectContaining({ effectId: 'offer:1', number: null, dueAtMs: 1_700_003_600_000 }),
    ]);
  });

  it.each([
    ['answered', 'bridged'],
    ['busy', 'busy'],
    ['no_answer', 'nobody'],
    ['failed', 'ended'],
  ] as const)('is the leg of a transfer that was %s', async (result, disposition) => {
    const { closing, effectsOf } = await play([
      press('4'),
      { type: 'dial_result', result, durationMs: 3_000, legId: 'CAleg' },
    ]);
    expect(closing).toMatchObject({ disposition });
    expect(effectsOf('recordLeg')).toEqual([
      expect.objectContaining({ providerCallId: 'CAleg', state: result, durationMs: 3_000 }),
    ]);
  });

  it('is waited for before the record is closed', async () => {
    let isKept = false;
    const { closing } = await play(
      [press('2'), { type: 'recorded', recordingId: null, durationMs: 1_000, hungUp: true }],
      {
        recordVoicemail: async () => {
          await new Promise((resolve) => setTimeout(resolve, 300));
          isKept = true;
        },
      },
    );
    expect(closing).toBeDefined();
    expect(isKept).toBe(true);
  });
});
