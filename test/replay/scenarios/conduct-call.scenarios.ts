import { callEndedSignal, callStateQuery } from '../../../workflows/conduct-call/conduct-call.messages.ts';
import {
  type CallActivities,
  callWorker,
  fakeCallActivities,
  TestCall,
} from '../../workflows/call-test-bed.ts';
import type { HistoryScenario, PlayedRun, Stage } from './scenario.types.ts';

/** Look-ups of an unknown call, ms after the dial: soon, for a history needs the order and not the wait. */
const PROBES_MS = [40, 80, 120, 160];

async function play(
  stage: Stage,
  script: Partial<CallActivities>,
  act: (call: TestCall) => Promise<void>,
): Promise<PlayedRun> {
  const { client, connection, identity } = stage;
  const { activities } = fakeCallActivities(script);
  const worker = await callWorker(connection, { activities, identity });
  return worker.runUntil(async () => {
    const timings = { unknownProbesMs: PROBES_MS, askCarrierAfterMs: 145_000 };
    const call = await TestCall.start(client, worker.taskQueue, { timings });
    await act(call);
    await call.handle.result();
    const { workflowId, runId } = await call.handle.describe();
    return { workflowId, runId };
  });
}

async function untilDialed(call: TestCall): Promise<void> {
  while ((await call.handle.query(callStateQuery)).phase === 'dialing');
}

async function pressKeys(call: TestCall, keys: readonly string[]): Promise<void> {
  await untilDialed(call);
  let answer = await call.answer();
  for (const value of keys) answer = await call.turn(answer.turn, { type: 'digits', value });
  await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
}

/** Answered; hears the menu again, then confirms. */
const answered: HistoryScenario = {
  name: 'conduct-call-answered',
  play: (stage) => play(stage, {}, (call) => pressKeys(call, ['0', '1'])),
};

const optedOut: HistoryScenario = {
  name: 'conduct-call-opted-out',
  play: (stage) => play(stage, {}, (call) => pressKeys(call, ['9'])),
};

const notAnswered: HistoryScenario = {
  name: 'conduct-call-no-answer',
  play: (stage) =>
    play(
      stage,
      { closeAttempt: async () => ({ outcome: 'no_answer', nextAtMs: 1, contactState: 'pending' }) },
      async (call) => {
        await untilDialed(call);
        await call.handle.signal(callEndedSignal, { attemptOutcome: 'no_answer' });
      },
    ),
};

/** No answer of the carrier to the create-call; it never finds the call, so a person decides. */
const review: HistoryScenario = {
  name: 'conduct-call-review',
  play: (stage) =>
    play(
      stage,
      {
        placeCall: async () => ({ result: 'unknown' }),
        resolveUnknown: async ({ last }) => ({ result: last ? 'review' : 'not_found' }),
      },
      async () => {},
    ),
};

/** Made again in mid-call: finds its call in progress, apologises at the next webhook. */
const rebuilt: HistoryScenario = {
  name: 'conduct-call-rebuilt',
  play: (stage) =>
    play(
      stage,
      { placeCall: async () => ({ result: 'already', state: 'in_call', outcome: null }) },
      async (call) => {
        await untilDialed(call);
        await call.turn('turn-of-a-lost-history', { type: 'digits', value: '1' });
        await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
      },
    ),
};

/** What a call can go through. */
export const conductCallScenarios: readonly HistoryScenario[] = [
  answered,
  notAnswered,
  review,
  optedOut,
  rebuilt,
];
