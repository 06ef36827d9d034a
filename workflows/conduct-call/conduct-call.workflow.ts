import { allHandlersFinished, condition, setHandler } from '@temporalio/workflow';
import {
  callEndedSignal,
  callStateQuery,
  type ConductCallInput,
  type ConductCallResult,
  nextInstructionUpdate,
} from './conduct-call.messages.ts';
import { InboundCall } from './inbound-call.ts';
import { OutboundCall } from './outbound-call.ts';

/**
 * Conducts one call: dials once where the call is ours to make, answers each turn of the caller from the pinned flow,
 * and closes the call's record when the carrier says that it is over.
 */
export async function conductCall(input: ConductCallInput): Promise<ConductCallResult> {
  const call = 'direction' in input ? new InboundCall(input) : new OutboundCall(input);
  const { conversation, end } = call;
  setHandler(nextInstructionUpdate, (turn) => conversation.answerTurn(turn), {
    validator: (turn) => conversation.refuseForeignTurn(turn),
  });
  setHandler(callEndedSignal, (news) => end.note(news));
  setHandler(callStateQuery, () => conversation.snapshot());

  const result = await call.run();
  if (!allHandlersFinished()) await condition(allHandlersFinished);
  return result;
}
