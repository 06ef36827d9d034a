import { readAttemptWithAccount } from '../../db/dialing/carrier-account.ts';
import type { ClaimedMessage } from '../../db/dialing/outbox.ts';
import { readCallStart } from '../../db/dialing/call-start.ts';
import { resolveIncident } from '../../db/dialing/incident.ts';
import type { AttemptOutcome } from '../../domain/call/attempt-state.ts';
import { AppError } from '../../domain/errors.ts';
import { carryOutInbound, type InboundRuns } from '../inbound/carry-out-inbound.ts';
import { ensureCallbackRun } from '../callback/ensure-callback-run.ts';
import { askCarrier, endCall } from './ask-carrier.ts';
import type { AttemptRef, DialingDeps } from './dialing-deps.ts';

/** The runs that rows need, as Temporal keeps them. All starts are idempotent. */
export interface Runs {
  /** Tells the open run that its call is over; false when no run is open. */
  signalCallEnded(input: AttemptRef & { outcome: AttemptOutcome | null }): Promise<boolean>;
  /** Starts the run of a call unless one is open. Idempotent. */
  ensureCall(attempt: AttemptRef): Promise<void>;
  /** Puts another run in the place of one that is stuck. */
  replaceCall(attempt: AttemptRef): Promise<void>;
  ensureCampaign(campaign: { orgId: string; campaignId: string }): Promise<void>;
  ensureImport(contactImport: { orgId: string; importId: string }): Promise<void>;
  /** Starts the run of a callback unless one is open; `delayMs` wall ms until its time. */
  ensureCallback(callback: { orgId: string; callbackId: string; delayMs: number }): Promise<void>;
  /** Wakes the run that tries again what a webhook endpoint did not take, or starts it. */
  wakeWebhooks(endpoint: { orgId: string; endpointId: string }): Promise<void>;
  inbound: InboundRuns;
}

/** Does what one outbox message asks. Safe to do twice; throws when it must be tried again. */
export async function carryOut(
  deps: DialingDeps,
  runs: Runs,
  { orgId, message }: ClaimedMessage,
): Promise<void> {
  if ('campaignId' in message) return runs.ensureCampaign({ orgId, campaignId: message.campaignId });
  if ('importId' in message) return runs.ensureImport({ orgId, importId: message.importId });
  if ('callbackId' in message)
    return ensureCallbackRun(deps.pool, runs, { orgId, callbackId: message.callbackId });
  if ('inboundCallId' in message) return carryOutInbound(deps, runs.inbound, orgId, message);
  const attempt = { orgId, attemptId: message.attemptId };
  switch (message.type) {
    case 'call_ended': {
      if (await runs.signalCallEnded({ ...attempt, outcome: message.outcome })) return;
      const { isClosed } = await readCallStart(deps.pool, attempt);
      return isClosed ? undefined : await runs.ensureCall(attempt);
    }
    case 'replace_run': {
      const { isClosed } = await readCallStart(deps.pool, attempt);
      return isClosed ? undefined : await runs.replaceCall(attempt);
    }
    case 'ensure_workflow':
      return await runs.ensureCall(attempt);
    case 'fetch_call':
      return void (await askCarrier(deps, attempt));
    case 'hang_up': {
      const { account } = await readAttemptWithAccount(deps.pool, orgId, message.attemptId);
      return await endCall(deps.carriers.forAccount(account), message.callId);
    }
    case 'settle_two_calls':
      return await settleTwoCalls(deps, attempt, message.boundCallId, message.otherCallId);
  }
}

/** Two calls claim one attempt: the later one is ended; an id that the carrier does not know was no call. */
async function settleTwoCalls(
  deps: DialingDeps,
  attempt: AttemptRef,
  boundCallId: string,
  otherCallId: string,
): Promise<void> {
  const { account } = await readAttemptWithAccount(deps.pool, attempt.orgId, attempt.attemptId);
  const port = deps.carriers.forAccount(account);
  const [bound, other] = await Promise.all([port.fetchCall(boundCallId), port.fetchCall(otherCallId)]);
  if (bound.kind === 'unavailable' || other.kind === 'unavailable') {
    throw new AppError({ code: 'carrier.unavailable' });
  }
  if (other.kind === 'not_found') {
    await resolveIncident(deps.pool, attempt, otherCallId, 'no_such_call');
    return;
  }
  const boundMs = bound.kind === 'found' ? bound.call.dateCreatedMs : null;
  const isOtherLater = (other.call.dateCreatedMs ?? Infinity) >= (boundMs ?? -Infinity);
  await endCall(port, isOtherLater ? otherCallId : boundCallId);
  await resolveIncident(deps.pool, attempt, otherCallId, 'later_call_ended');
}
