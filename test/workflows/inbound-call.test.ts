import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { FIRST_TURN } from '../../contracts/names.ts';
import { timeSkippingEnvironment } from '../harness/time-skipping.ts';
import { callEndedSignal, callStateQuery } from '../../workflows/conduct-call/conduct-call.messages.ts';
import { type CallActivities, callWorker, fakeCallActivities } from './call-test-bed.ts';
import { TestInboundCall } from './inbound-test-bed.ts';
import { menuFlow } from './menu-flow.ts';
import { quietRuntime } from './quiet-runtime.ts';
import { workflowBundle } from './workflow-bundle.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  quietRuntime();
  [env] = await Promise.all([timeSkippingEnvironment(), workflowBundle()]);
}, 120_000);
afterAll(() => env?.teardown());

type Input = ConstructorParameters<typeof TestInboundCall>[2];

/** Runs one call that came in against fake activities; its run was started without a turn. */
async function withCall<T>(
  script: Partial<CallActivities>,
  work: (call: TestInboundCall) => Promise<T>,
  input: Input = {},
) {
  const fake = fakeCallActivities(script);
  const worker = await callWorker(env.nativeConnection, { activities: fake.activities });
  const value = await worker.runUntil(async () => {
    const call = new TestInboundCall(env.client, worker.taskQueue, input);
    await call.ensure();
    return work(call);
  });
  return { value, ...fake };
}

const ANSWERED = { attemptOutcome: 'answered' };

describe('conductCall of a call that comes in', () => {
  it('dials nobody, answers each turn and closes with path, disposition and language', async () => {
    const { value, recorded, namesOf } = await withCall({}, async (call) => {
      const first = await call.turn(FIRST_TURN, { type: 'start' });
      expect(first.instructions.map(({ type }) => type)).toContain('gather');
      const last = await call.turn(first.turn, { type: 'digits', value: '1' });
      expect(last.instructions.at(-1)).toEqual({ type: 'hangup' });
      await call.handle.signal(callEndedSignal, ANSWERED);
      return call.handle.result();
    });
    expect(value).toEqual({ outcome: 'settled', attemptOutcome: 'answered', disposition: 'confirmed' });
    expect(namesOf()).toEqual(['loadFlow', 'closeInboundCall']);
    expect(recorded.at(-1)?.input).toMatchObject({
      disposition: 'confirmed',
      language: 'en',
      path: expect.arrayContaining([expect.objectContaining({ node: 'ask' })]),
    });
  });

  it.each([
    { contact: 'cs' as const, number: 'es' as const, spoken: 'cs' },
    { contact: null, number: 'es' as const, spoken: 'es' },
    { contact: null, number: 'cs' as const, spoken: 'cs' },
  ])('speaks $spoken to a caller of $contact at a number of $number', async ({ contact, number, spoken }) => {
    const graph = { ...menuFlow().graph, languages: ['en' as const, 'es' as const, 'cs' as const] };
    const loadFlow = async () => ({ graph, language: contact, variables: {}, splitKey: 'version' });
    await withCall(
      { loadFlow },
      async (call) => {
        expect((await call.turn(FIRST_TURN, { type: 'start' })).language).toBe(spoken);
        await call.handle.signal(callEndedSignal, ANSWERED);
        await call.handle.result();
      },
      { language: number },
    );
  });

  it('speaks the number’s language to a contact whose own the flow has not', async () => {
    const graph = { ...menuFlow().graph, languages: ['en' as const, 'es' as const] };
    const loadFlow = async () => ({ graph, language: 'cs' as const, variables: {}, splitKey: 'version' });
    await withCall(
      { loadFlow },
      async (call) => {
        expect((await call.turn(FIRST_TURN, { type: 'start' })).language).toBe('es');
        await call.handle.signal(callEndedSignal, ANSWERED);
        await call.handle.result();
      },
      { language: 'es' },
    );
  });

  it('gives a repeated webhook the same answer, and refuses another call’s and an unasked turn', async () => {
    await withCall({}, async (call) => {
      const first = await call.turn(FIRST_TURN, { type: 'start' });
      const [once, again] = await Promise.all([
        call.turn(first.turn, { type: 'digits', value: '0' }),
        call.turn(first.turn, { type: 'digits', value: '1' }),
      ]);
      expect(again).toEqual(once);
      // Late and out of order: the turn before is answered as it was, and nothing moves.
      expect(await call.turn(FIRST_TURN, { type: 'digits', value: '9' })).toEqual(first);
      const foreign = call.turn(once.turn, { type: 'digits', value: '1' }, { callSid: 'CAother' });
      await expect(foreign).rejects.toThrow(WorkflowUpdateFailedError);
      await expect(call.turn('0000', { type: 'digits', value: '1' })).rejects.toThrow(
        WorkflowUpdateFailedError,
      );
      expect((await call.handle.query(callStateQuery)).turns).toBe(2);
      await call.handle.signal(callEndedSignal, ANSWERED);
      await call.handle.result();
    });
  });

  it('closes as hung up when the caller is gone in mid-menu', async () => {
    const { value } = await withCall({}, async (call) => {
      await call.turn(FIRST_TURN, { type: 'start' });
      await call.handle.signal(callEndedSignal, ANSWERED);
      return call.handle.result();
    });
    expect(value).toMatchObject({ disposition: 'hung_up' });
  });

  it('asks the carrier when no end was heard, for as long as the call goes on', async () => {
    let looks = 0;
    const askInboundCall = async () => ({ outcome: ++looks < 3 ? null : ('answered' as const) });
    const { value, namesOf } = await withCall({ askInboundCall }, (call) => call.handle.result());
    expect(value).toMatchObject({ outcome: 'settled', attemptOutcome: 'answered' });
    expect(namesOf().slice(1)).toEqual([
      'askInboundCall',
      'askInboundCall',
      'askInboundCall',
      'closeInboundCall',
    ]);
  });

  it('apologises in mid-call when it was rebuilt', async () => {
    await withCall({}, async (call) => {
      const answer = await call.turn('turn-of-a-lost-history', { type: 'digits', value: '1' });
      expect(answer.isLast).toBe(true);
      expect(answer.instructions.map(({ type }) => type)).toEqual(['say', 'hangup']);
      await call.handle.signal(callEndedSignal, ANSWERED);
      expect(await call.handle.result()).toMatchObject({ outcome: 'settled' });
    });
  });

  it('closes at once when it is made after the end', async () => {
    const { value, namesOf } = await withCall({}, (call) => call.handle.result(), {
      ended: { attemptOutcome: 'no_answer' },
    });
    expect(value).toMatchObject({ outcome: 'settled', disposition: null });
    expect(namesOf()).toEqual(['loadFlow', 'closeInboundCall']);
  });
});
