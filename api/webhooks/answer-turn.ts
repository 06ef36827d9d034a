import type { Request } from 'express';
import { FIRST_TURN, turnUpdateId } from '../../contracts/names.ts';
import { AppError } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { askCall, type CallTurn } from './ask-call.ts';
import type { AttemptRequest } from './receive.ts';
import { MOST_POLLS, speakAnswer, speakApology, speakHangup, speakHoldOn } from './speak.ts';
import { stepInput } from './step-input.ts';
import type { TurnAddress } from './turn-urls.ts';
import type { TurnEnd } from './webhook-counters.ts';
import { BOUND_KEPT_MS } from './webhook-state.ts';

/** A turn with how often its caller has been asked to hold on. */
export interface PolledTurn extends CallTurn {
  readonly poll: number;
}

/** The turn that a webhook asks for: its input from the carrier, or unsealed where the carrier was told to hold on. */
export function readTurn(deps: ApiDeps, request: AttemptRequest, req: Request): PolledTurn {
  const { t, i, in: redirect, poll } = req.query;
  const turn = typeof t === 'string' && t !== '' ? t : FIRST_TURN;
  const { attemptId, callSid, params } = request;
  const polls = Number(poll ?? 0);
  const input =
    typeof i === 'string'
      ? deps.webhooks.openInput(request.organization.linkKey, turnUpdateId(callSid, turn), i)
      : stepInput(turn, typeof redirect === 'string' ? redirect : undefined, params);
  if (!input) throw new AppError({ code: 'webhook.unknown_call' });
  return { attemptId, callSid, turn, input, poll: Number.isInteger(polls) && polls > 0 ? polls : 0 };
}

/**
 * Whether this call is the one of its attempt. The first webhook of a call writes it down (it may beat the answer to
 * our create request); later ones are known by heart. Throws `webhook.unknown_call` for an attempt that is not there.
 */
export async function isBoundToUs(deps: ApiDeps, request: AttemptRequest): Promise<boolean> {
  const { boundCalls } = deps.webhookState;
  if (boundCalls.get(request.attemptId) === request.callSid) return true;
  const { organization, attemptId, accountSid, url, params } = request;
  const applied = await deps.webhooks.applyEvent({
    orgId: organization.orgId,
    attemptId,
    accountSid,
    url,
    params,
  });
  if (!applied.isKnown) throw new AppError({ code: 'webhook.unknown_call' });
  if (applied.isOurCall) boundCalls.set(attemptId, request.callSid, deps.clock.wallMs() + BOUND_KEPT_MS);
  return applied.isOurCall;
}

/** The answer to a turn as TwiML: the workflow's, or hold on, or an apology after too many of those. */
export async function answerTurn(
  deps: ApiDeps,
  request: AttemptRequest,
  turn: PolledTurn,
): Promise<{ end: TurnEnd; twiml: string }> {
  const { organization } = request;
  const address: TurnAddress = {
    publicUrl: deps.settings.publicUrl,
    orgRef: organization.ref,
    attemptId: request.attemptId,
    linkKey: request.linkKey,
  };
  const answer = await askCall(deps, turn);
  if (answer.kind === 'answered') {
    return { end: 'answered', twiml: await speakAnswer(deps, organization.orgId, address, answer.result) };
  }
  if (answer.kind === 'closed') return { end: 'closed', twiml: speakHangup(deps, organization.language) };
  if (turn.poll >= MOST_POLLS) return { end: 'apologised', twiml: speakApology(deps, organization.language) };
  const twiml = speakHoldOn(deps, organization, address, turn, turn.poll + 1);
  return { end: 'held', twiml };
}
