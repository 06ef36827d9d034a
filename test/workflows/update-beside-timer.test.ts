import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Client } from '@temporalio/client';
import { callEndedSignal } from '../../workflows/conduct-call/conduct-call.messages.ts';
import { callWorker, fakeCallActivities, TestCall } from './call-test-bed.ts';
import { useRealServer } from './real-server.ts';

const server = useRealServer();

// A chaos run found a call that waited for ever: its deadline fired in the task of an opt-out, and what the deadline
// had scheduled was lost.
it('asks the carrier also when the deadline fires in the same task as an opt-out', async () => {
  const client = new Client({ connection: server().connection });
  const asked = Promise.withResolvers<void>();
  const askCarrier = async () => {
    asked.resolve();
    return { state: 'in_call' as const, outcome: null };
  };
  const recordOptOut = async () => {
    await delay(300);
  };
  const first = fakeCallActivities({ askCarrier, recordOptOut });
  const worker = await callWorker(server().native, { activities: first.activities });
  const timings = { unknownProbesMs: [], askCarrierAfterMs: 1_500 };
  const { call, turn } = await worker.runUntil(async () => {
    const started = await TestCall.start(client, worker.taskQueue, { timings });
    return { call: started, turn: (await started.answer()).turn };
  });
  await delay(1_600);
  const optOut = call.turn(turn, { type: 'digits', value: '9' });
  const second = await callWorker(server().native, {
    activities: first.activities,
    taskQueue: worker.taskQueue,
  });
  await second.runUntil(async () => {
    await optOut;
    await asked.promise;
    await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
    expect(await call.handle.result()).toMatchObject({ outcome: 'settled' });
  });
}, 20_000);
