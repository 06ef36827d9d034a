import type { StepInput } from '../../../contracts/call-instructions.ts';
import { callEndedSignal, callStateQuery } from '../../../workflows/conduct-call/conduct-call.messages.ts';
import { TestCall } from '../../workflows/call-test-bed.ts';
import { effectsWorker, fakeEffects } from '../../workflows/effects-test-bed.ts';
import type { HistoryScenario, PlayedRun, Stage } from './scenario.types.ts';

const press = (value: string): StepInput => ({ type: 'digits', value });

/** A call through the flow of effects; its customer answers after a moment, so that the caller comes back for it. */
async function play({ client, connection, identity }: Stage, inputs: StepInput[]): Promise<PlayedRun> {
  const { activities } = fakeEffects({
    askCustomer: async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { result: 'success', values: { state: 'sent' } };
    },
  });
  const worker = await effectsWorker(connection, { activities, identity });
  return worker.runUntil(async () => {
    const timings = { unknownProbesMs: [40, 80], askCarrierAfterMs: 145_000 };
    const call = await TestCall.start(client, worker.taskQueue, { timings });
    while ((await call.handle.query(callStateQuery)).phase === 'dialing');
    let answer = await call.answer();
    for (const input of inputs) answer = await call.turn(answer.turn, input);
    await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
    await call.handle.result();
    const { workflowId, runId } = await call.handle.describe();
    return { workflowId, runId };
  });
}

/** What a flow can do beyond speaking. */
export const callEffectsScenarios: readonly HistoryScenario[] = [
  {
    name: 'conduct-call-customer-asked',
    play: (stage) => play(stage, [press('1'), { type: 'resume' }]),
  },
  {
    name: 'conduct-call-voicemail',
    play: (stage) =>
      play(stage, [press('2'), { type: 'recorded', recordingId: 'RE1', durationMs: 4_000, hungUp: true }]),
  },
  {
    name: 'conduct-call-transferred',
    play: (stage) =>
      play(stage, [press('4'), { type: 'dial_result', result: 'busy', durationMs: 0, legId: 'CA1' }]),
  },
  {
    name: 'conduct-call-callback-promised',
    play: (stage) => play(stage, [press('3'), press('1'), press('1')]),
  },
];
