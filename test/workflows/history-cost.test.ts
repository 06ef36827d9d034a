import { describe, expect, it } from '@jest/globals';
import { Client } from '@temporalio/client';
import { callEndedSignal } from '../../workflows/conduct-call/conduct-call.messages.ts';
import { useRealServer } from './real-server.ts';
import { callWorker, fakeCallActivities, TestCall } from './call-test-bed.ts';
import { TestInboundCall } from './inbound-test-bed.ts';

/** The floors of docs/guide/benchmarks.md, counted on real histories of a real server. */
const MOST_EVENTS_OF_A_CALL = 18;
const UPDATE_COST = { events: 5, transitions: 1 };
/** Six for the start with its first answer, and what the safety net costs: the flow brought, one deadline timer. */
const FIRST_TWIML_EVENTS = 8;
/** The end of an inbound call: signal, its task, the closing's record, the end of the run. */
const INBOUND_END_EVENTS = 6;

const server = useRealServer();

async function costOf(call: Pick<TestCall, 'handle'>): Promise<{ events: number; transitions: number }> {
  const { raw } = await call.handle.describe();
  const info = raw.workflowExecutionInfo;
  return { events: Number(info?.historyLength), transitions: Number(info?.stateTransitionCount) };
}

async function withCall<T>(work: (call: TestCall) => Promise<T>): Promise<T> {
  const worker = await callWorker(server().native, { activities: fakeCallActivities().activities });
  const client = new Client({ connection: server().connection });
  return worker.runUntil(async () => {
    const call = await TestCall.start(client, worker.taskQueue);
    // The dial is over once its deadline timer stands: 12 events.
    for (;;) if ((await costOf(call)).events >= 12) break;
    return work(call);
  });
}

describe('cost of a call in events and transitions', () => {
  it(`takes at most ${MOST_EVENTS_OF_A_CALL} events without a turn`, async () => {
    const cost = await withCall(async (call) => {
      await call.handle.signal(callEndedSignal, { attemptOutcome: 'no_answer' });
      await call.handle.result();
      return costOf(call);
    });
    expect(cost.events).toBeLessThanOrEqual(MOST_EVENTS_OF_A_CALL);
  });

  it('takes exactly 5 events and 1 transition for the answer and for each plain menu step', async () => {
    await withCall(async (call) => {
      let before = await costOf(call);
      let turn = (await call.answer()).turn;
      for (const key of ['0', '0', '1']) {
        const after = await costOf(call);
        expect({
          events: after.events - before.events,
          transitions: after.transitions - before.transitions,
        }).toEqual(UPDATE_COST);
        before = after;
        turn = (await call.turn(turn, { type: 'digits', value: key })).turn;
      }
      await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
      await call.handle.result();
    });
  });

  it('takes few events for an inbound call: its first answer, 5 a turn, its end', async () => {
    const worker = await callWorker(server().native, { activities: fakeCallActivities().activities });
    await worker.runUntil(async () => {
      const call = new TestInboundCall(new Client({ connection: server().connection }), worker.taskQueue);
      let turn = (await call.answer()).turn;
      expect((await costOf(call)).events).toBe(FIRST_TWIML_EVENTS);
      const keys = ['0', '0', '1'];
      for (const value of keys) {
        const before = await costOf(call);
        turn = (await call.turn(turn, { type: 'digits', value })).turn;
        const after = await costOf(call);
        expect(after.events - before.events).toBe(UPDATE_COST.events);
        expect(after.transitions - before.transitions).toBe(UPDATE_COST.transitions);
      }
      await call.handle.signal(callEndedSignal, { attemptOutcome: 'answered' });
      await call.handle.result();
      expect((await costOf(call)).events).toBe(
        FIRST_TWIML_EVENTS + UPDATE_COST.events * keys.length + INBOUND_END_EVENTS,
      );
    });
  });
});
