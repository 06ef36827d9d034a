import { callEndedSignal } from '../../../workflows/conduct-call/conduct-call.messages.ts';
import { type CallActivities, callWorker, fakeCallActivities } from '../../workflows/call-test-bed.ts';
import { TestInboundCall } from '../../workflows/inbound-test-bed.ts';
import type { HistoryScenario, PlayedRun, Stage } from './scenario.types.ts';

type Input = ConstructorParameters<typeof TestInboundCall>[2];

async function play(
  { client, connection, identity }: Stage,
  act: (call: TestInboundCall) => Promise<void>,
  { script = {}, input = {} }: { script?: Partial<CallActivities>; input?: Input } = {},
): Promise<PlayedRun> {
  const { activities } = fakeCallActivities(script);
  const worker = await callWorker(connection, { activities, identity });
  return worker.runUntil(async () => {
    const call = new TestInboundCall(client, worker.taskQueue, input);
    await act(call);
    await call.handle.result();
    const { workflowId, runId } = await call.handle.describe();
    return { workflowId, runId };
  });
}

async function pressKeys(call: TestInboundCall, keys: readonly string[]): Promise<void> {
  let answer = await call.answer();
  for (const value of keys) answer = await call.turn(answer.turn, { type: 'digits', value });
  await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
}

/** Hears the menu again, then confirms. */
const answered: HistoryScenario = {
  name: 'conduct-call-inbound-answered',
  play: (stage) => play(stage, (call) => pressKeys(call, ['0', '1'])),
};

/** Gone in mid-menu. */
const hungUp: HistoryScenario = {
  name: 'conduct-call-inbound-hung-up',
  play: (stage) => play(stage, (call) => pressKeys(call, [])),
};

/** Nobody tells of the end: the carrier is asked twice. */
const silent: HistoryScenario = {
  name: 'conduct-call-inbound-silent',
  play: (stage) => {
    let looks = 0;
    const askInboundCall = async () => ({ outcome: ++looks < 2 ? null : ('answered' as const) });
    const input = { timings: { askCarrierAfterMs: 50 } };
    return play(stage, async (call) => void (await call.answer()), { script: { askInboundCall }, input });
  },
};

/** Made again in mid-call: apologises at the next webhook. */
const rebuilt: HistoryScenario = {
  name: 'conduct-call-inbound-rebuilt',
  play: (stage) =>
    play(stage, async (call) => {
      await call.ensure();
      await call.turn('turn-of-a-lost-history', { type: 'digits', value: '1' });
      await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
    }),
};

/** Made after the end of a call that never had a run. */
const late: HistoryScenario = {
  name: 'conduct-call-inbound-late',
  play: (stage) => play(stage, (call) => call.ensure(), { input: { ended: { attemptOutcome: 'answered' } } }),
};

/** What a call that comes in can go through. */
export const inboundCallScenarios: readonly HistoryScenario[] = [answered, hungUp, silent, rebuilt, late];
