import { allHandlersFinished, condition, setHandler } from '@temporalio/workflow';
import { CallRun } from './call-run.ts';
import {
  callEndedSignal,
  callStateQuery,
  type ConductCallInput,
  type ConductCallResult,
  nextInstructionUpdate,
} from './conduct-call.messages.ts';

/** Conducts one outbound call: dials once, answers each turn of the caller from the pinned flow, closes the attempt. */
export async function conductCall(input: ConductCallInput): Promise<ConductCallResult> {
  const call = new CallRun(input);
  setHandler(nextInstructionUpdate, (turn) => call.answerTurn(turn), {
    validator: (turn) => call.refuseForeignTurn(turn),
  });
  setHandler(callEndedSignal, (news) => call.noteEnd(news));
  setHandler(callStateQuery, () => call.snapshot());

  await call.loadFlow();
  const dial = await call.dial();
  if (dial !== 'live') return dial;
  const ending = await call.awaitEnd();
  if (ending !== 'ended') return ending;
  const result = await call.close();
  await condition(allHandlersFinished);
  return result;
}
