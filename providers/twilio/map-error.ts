import type { CreateCallResult } from '../../domain/call/carrier.port.ts';
import { NotSentError } from './one-shot-client.ts';

/** What an error of the carrier's library says; `status` is null when no answer could be read. */
export interface CarrierError {
  status: number | null;
  /** The carrier's own error code, e.g. 21211. Source: Twilio Error and Warning Dictionary. */
  code: number | null;
  reason: string;
}

/** Reads any value thrown by the library: RestException and TwilioServiceException carry status and code. */
export function readCarrierError(thrown: unknown): CarrierError {
  const { status, code, message } = (thrown ?? {}) as { status?: unknown; code?: unknown; message?: unknown };
  if (typeof status === 'number') {
    return { status, code: typeof code === 'number' ? code : null, reason: `http_${status}` };
  }
  const reason = typeof code === 'string' ? code : message === 'answer_timeout' ? 'timeout' : 'unreadable';
  return { status: null, code: null, reason: reason.toLowerCase() };
}

/** 408 and 425 are answers of a proxy that may have passed the request on. */
const AMBIGUOUS_4XX: ReadonlySet<number> = new Set([408, 425]);

/**
 * What is known about a create request that failed. Only three things mean for certain that nobody rings: no byte was
 * written, 429 (20429: "never processed"), and a 4xx refusal. All else is ambiguous. Source: Twilio errors 20429, 20500.
 */
export function createFailure(thrown: unknown): Exclude<CreateCallResult, { kind: 'accepted' }> {
  if (thrown instanceof NotSentError) return { kind: 'not_sent', reason: thrown.message.toLowerCase() };
  const { status, code, reason } = readCarrierError(thrown);
  if (status === 429) return { kind: 'rate_limited', carrierCode: code };
  if (status !== null && status >= 400 && status < 500 && !AMBIGUOUS_4XX.has(status)) {
    return { kind: 'refused', httpStatus: status, carrierCode: code };
  }
  return { kind: 'ambiguous', reason };
}

/** Whether the carrier says that it has no such call. Source: Twilio error 20404. */
export function isNotFound(thrown: unknown): boolean {
  return readCarrierError(thrown).status === 404;
}

/** Whether a call could not be ended because it is over. Source: Twilio error 21220, "Invalid call state". */
export function isTooLate(thrown: unknown): boolean {
  const { status, code } = readCarrierError(thrown);
  return code === 21220 || status === 409;
}
