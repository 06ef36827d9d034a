import type { Request } from 'express';
import { FIRST_TURN, inboundCallWorkflowId } from '../../contracts/names.ts';
import { AppError } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { isUnreachable } from '../http/unreachable.ts';
import { answerTurn, holdOn, type SpokenTurn } from './answer-turn.ts';
import type { OpenedCall } from './inbound-desk.ts';
import { type CarrierRequest, incomingOf, pollsOf } from './receive.ts';
import { speakHangup, speakUnanswerable } from './speak.ts';
import { firstTurnUrl } from '../../domain/call/webhook-urls.ts';

/**
 * Answers the first webhook of a call to one of our numbers: its row pins the live version of the number's flow, its
 * run starts with its first turn. A caller who holds on comes here again, since a start that nobody has accepted is lost
 * with its server. What cannot be answered is told politely.
 */
export async function answerNewCall(
  deps: ApiDeps,
  request: CarrierRequest,
  req: Request,
): Promise<SpokenTurn> {
  const { organization, callSid } = request;
  const base = { publicUrl: deps.settings.publicUrl, orgRef: organization.ref };
  const waiting = { polls: pollsOf(req), holdUrl: (poll: number) => firstTurnUrl(base, poll) };
  const call = await open(deps, request);
  if (call === 'unreachable') return holdOn(deps, { ...waiting, language: organization.language });
  const { callId, run, unanswerable } = call;
  if (unanswerable !== null) {
    return { end: 'unanswerable', twiml: speakUnanswerable(deps, call.numberLanguage, unanswerable) };
  }
  if (call.hasEnded || run === null) return { end: 'closed', twiml: speakHangup(deps, call.language) };
  const key = deps.webhooks.signCall(organization.linkKey, callId);
  return answerTurn(deps, {
    ...waiting,
    callSid,
    turn: FIRST_TURN,
    input: { type: 'start' },
    run: {
      orgId: organization.orgId,
      workflowId: inboundCallWorkflowId(callSid),
      flowVersionId: run.flowVersionId,
      start: run,
    },
    address: { ...base, link: { name: 'c', id: callId, key } },
    language: call.language,
  });
}

/** The row of the call; throws `webhook.unknown_call` for the id of a call that we made. */
async function open(deps: ApiDeps, request: CarrierRequest): Promise<OpenedCall | 'unreachable'> {
  try {
    const call = await deps.inbound.open(incomingOf(request));
    if (!call) throw new AppError({ code: 'webhook.unknown_call' });
    return call;
  } catch (thrown) {
    if (isUnreachable(thrown)) return 'unreachable';
    throw thrown;
  }
}
