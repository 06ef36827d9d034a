import type { CallNews } from '../../domain/call/attempt-events.ts';
import { CARRIER_STATUSES, type CarrierStatus } from '../../domain/call/carrier-rank.ts';
import type { StatusNews } from '../../domain/call/inbound-call.ts';

/** A status callback as the machine understands it. */
export interface StatusCallback {
  news: CallNews;
  parentCallId: string | null;
}

/**
 * Reads the parameters of a status or machine detection callback; null when it names no call or no known status. A
 * detection result comes without a status: somebody or something has answered. Source: Twilio Call resource,
 * StatusCallback and AsyncAmdStatusCallback parameters.
 */
export function readStatusCallback(
  params: Readonly<Record<string, string | string[]>>,
): StatusCallback | null {
  const callId = one(params.CallSid);
  const answeredBy = one(params.AnsweredBy);
  const word = one(params.CallStatus) ?? (answeredBy ? 'in-progress' : undefined);
  const status = CARRIER_STATUSES.find((known): known is CarrierStatus => known === word);
  if (!callId || !status) return null;
  const seconds = Number.parseInt(one(params.CallDuration) ?? '', 10);
  return {
    news: {
      callId,
      status,
      answeredBy: answeredBy ?? null,
      durationSeconds: Number.isFinite(seconds) ? seconds : null,
    },
    parentCallId: one(params.ParentCallSid) ?? null,
  };
}

/**
 * Reads the status callback of a number; null when it tells of no known status, or of a leg of another call.
 * Source: Twilio docs, IncomingPhoneNumber resource, StatusCallback; `Direction` is `inbound` for a call to the number.
 */
export function readInboundStatus(params: Readonly<Record<string, string | string[]>>): StatusNews | null {
  const callback = readStatusCallback(params);
  if (!callback || callback.parentCallId !== null) return null;
  const { status, durationSeconds } = callback.news;
  return { status, durationSeconds, isInbound: one(params.Direction) === 'inbound' };
}

/** A parameter that came twice is none that the carrier sends. */
function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
