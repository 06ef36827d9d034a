import { expect, it } from '@jest/globals';
import { Client } from '@temporalio/client';
import { callEndedSignal } from '../../workflows/conduct-call/conduct-call.messages.ts';
import { callWorker, fakeCallActivities, TestCall } from './call-test-bed.ts';
import { TestInboundCall } from './inbound-test-bed.ts';
import { useRealServer } from './real-server.ts';

const server = useRealServer();

const timings = { unknownProbesMs: [], askCarrierAfterMs: 200 };

/** A carrier that is asked and does not answer: its worker was killed, or it is away. */
function silentCarrier() {
  const [asked, away] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const silence = async () => {
    asked.resolve();
    await away.promise;
  };
  const { activities } = fakeCallActivities({
    askCarrier: async () => silence().then(() => ({ state: 'in_call' as const, outcome: null })),
    askInboundCall: async () => silence().then(() => ({ outcome: null })),
  });
  return { activities, asked: asked.promise, answer: () => away.resolve() };
}

// An end-to-end test found calls whose path was lost: their end was known, and their runs waited for the answer of a
// killed worker until they were replaced as stuck.
it.each(['outbound', 'inbound'] as const)(
  'an %s call closes while the carrier still owes an answer',
  async (direction) => {
    const client = new Client({ connection: server().connection });
    const carrier = silentCarrier();
    const worker = await callWorker(server().native, { activities: carrier.activities });
    await worker.runUntil(async () => {
      const call =
        direction === 'outbound'
          ? await TestCall.start(client, worker.taskQueue, { timings })
          : new TestInboundCall(client, worker.taskQueue, { timings });
      await call.answer();
      await carrier.asked;
      await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
      const result = call.handle.result().finally(carrier.answer);
      expect(await result).toMatchObject({ outcome: 'settled', disposition: 'hung_up' });
    });
  },
  20_000,
);
