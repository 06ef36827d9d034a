import type { Request } from 'express';
import { callWorkflowId, FIRST_TURN, inboundCallWorkflowId, turnUpdateId } from '../../contracts/names.ts';
import { AppError } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { answerTurn, type SpokenTurn } from './answer-turn.ts';
import type { CallTurn } from './ask-call.ts';
import { type CarrierRequest, pollsOf } from './receive.ts';
import { speakHangup } from './speak.ts';
import { stepInput } from './step-input.ts';
import { type CallLink, turnUrl } from '../../domain/call/webhook-urls.ts';
import { type BoundCall, BOUND_KEPT_MS } from './webhook-state.ts';

/** Answers a turn of a call that its address names; hangs up where the address is of another call than the webhook. */
export async function answerKnownCall(
  deps: ApiDeps,
  request: CarrierRequest,
  link: CallLink,
  req: Request,
): Promise<SpokenTurn> {
  const { organization, callSid } = request;
  const turn = readTurn(deps, request, req);
  const bound = await boundCall(deps, request, link);
  if (!bound) return { end: 'not_ours', twiml: speakHangup(deps, organization.language) };
  const address = { publicUrl: deps.settings.publicUrl, orgRef: organization.ref, link };
  const sealed = () =>
    deps.webhooks.sealInput(organization.linkKey, turnUpdateId(callSid, turn.turn), turn.input);
  return answerTurn(deps, {
    ...turn,
    run: {
      orgId: organization.orgId,
      workflowId: link.name === 'a' ? callWorkflowId(link.id) : inboundCallWorkflowId(callSid),
      flowVersionId: bound.flowVersionId,
      start: null,
    },
    address,
    language: bound.language ?? organization.language,
    polls: pollsOf(req),
    // One not yet accepted dies with the server, so the input travels.
    holdUrl: (poll) => turnUrl(address, turn.turn, { i: sealed(), poll: String(poll) }),
  });
}

/** The turn that a webhook asks for: its input from the carrier, or unsealed where the carrier was told to hold on. */
function readTurn(deps: ApiDeps, request: CarrierRequest, req: Request): CallTurn {
  const { t, i, in: redirect } = req.query;
  const turn = typeof t === 'string' && t !== '' ? t : FIRST_TURN;
  const { callSid, params } = request;
  const input =
    typeof i === 'string'
      ? deps.webhooks.openInput(request.organization.linkKey, turnUpdateId(callSid, turn), i)
      : stepInput(turn, typeof redirect === 'string' ? redirect : undefined, params);
  if (!input) throw new AppError({ code: 'webhook.unknown_call' });
  return { callSid, turn, input };
}

/**
 * The call that an address names, if it is the one that the carrier speaks of, else null. Known by heart after its first
 * turn. Throws `webhook.unknown_call` for one that is not there.
 */
async function boundCall(deps: ApiDeps, request: CarrierRequest, link: CallLink): Promise<BoundCall | null> {
  const { boundCalls } = deps.webhookState;
  const known = boundCalls.get(link.id);
  if (known?.callSid === request.callSid) return known;
  const bound =
    link.name === 'a' ? await bindAttempt(deps, request, link.id) : await find(deps, request, link.id);
  if (bound) boundCalls.set(link.id, bound, deps.clock.wallMs() + BOUND_KEPT_MS);
  return bound;
}

/** The first webhook of a call writes it down: it may beat the answer to our create request. */
async function bindAttempt(
  deps: ApiDeps,
  { organization, accountSid, callSid, url, params }: CarrierRequest,
  attemptId: string,
): Promise<BoundCall | null> {
  const { orgId } = organization;
  const applied = await deps.webhooks.applyEvent({ orgId, attemptId, accountSid, url, params });
  if (!applied.isKnown) throw new AppError({ code: 'webhook.unknown_call' });
  return applied.isOurCall ? { callSid, flowVersionId: applied.flowVersionId, language: null } : null;
}

async function find(
  deps: ApiDeps,
  { organization, callSid }: CarrierRequest,
  callId: string,
): Promise<BoundCall | null> {
  const call = await deps.inbound.find({ orgId: organization.orgId, callId });
  if (!call) throw new AppError({ code: 'webhook.unknown_call' });
  if (call.callSid !== callSid) return null;
  return { callSid, flowVersionId: call.flowVersionId, language: call.language };
}
