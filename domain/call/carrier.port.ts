import type { CarrierStatus } from './carrier-rank.ts';

/** One carrier account as dialling needs it; `apiBaseUrl` null is the real carrier. */
export interface CarrierAccount {
  id: string;
  provider: string;
  accountSid: string;
  /** As it is stored: sealed, which the registry opens (providers/secrets/carrier-token.ts). */
  authToken: string;
  apiBaseUrl: string | null;
}

/** One call as the carrier tells it; times in epoch ms, the carrier's whole seconds. */
export interface CarrierCall {
  callId: string;
  status: CarrierStatus;
  direction: string;
  parentCallId: string | null;
  answeredBy: string | null;
  dateCreatedMs: number | null;
  startedMs: number | null;
  endedMs: number | null;
  durationSeconds: number | null;
}

/** What to ring; numbers E.164, URLs absolute, as `webhook-urls.ts` makes them. */
export interface CreateCallRequest {
  to: string;
  from: string;
  url: string;
  fallbackUrl: string;
  statusCallbackUrl: string;
  /** 20 to 60. */
  ringTimeoutSeconds: number;
  /** At most 14,400. */
  timeLimitSeconds: number;
  machineDetection: boolean;
  connectMs: number;
  totalMs: number;
}

/**
 * What is known after one create request. `refused`, `rate_limited` and `not_sent` mean for certain that nobody rings;
 * `ambiguous` means that somebody may.
 */
export type CreateCallResult =
  | { kind: 'accepted'; callId: string; queueTimeMs: number | null }
  | { kind: 'refused'; httpStatus: number; carrierCode: number | null }
  | { kind: 'rate_limited'; carrierCode: number | null }
  | { kind: 'not_sent'; reason: string }
  | { kind: 'ambiguous'; reason: string };

/** `unavailable` says nothing about the call: ask again later. */
export type FetchCallResult =
  | { kind: 'found'; call: CarrierCall }
  | { kind: 'not_found' }
  | { kind: 'unavailable'; reason: string };

/** Calls newest first, down to the first one created before `sinceMs`; queued ones included. */
export type ListCallsResult =
  | { kind: 'listed'; calls: CarrierCall[] }
  | { kind: 'unavailable'; reason: string };

/** `too_late`: the call is over, or not in the state that the change is for. */
export type UpdateCallResult =
  | { kind: 'updated' }
  | { kind: 'not_found' }
  | { kind: 'too_late' }
  | { kind: 'unavailable'; reason: string };

/** Moments of a create request, for tests that kill the process there. */
export interface CreateCallHooks {
  onSent: () => void;
  onAnswering: () => void;
}

/** A carrier account seen from dialling. None of these throws for what a network or a carrier can do. */
export interface CarrierPort {
  /** Rings. NOT idempotent: only `placeCall` may use it, once for each committed T0. Never retries by itself. */
  createCall(request: CreateCallRequest, hooks?: CreateCallHooks): Promise<CreateCallResult>;
  fetchCall(callId: string): Promise<FetchCallResult>;
  /** Lists by To and From without a StartTime filter, which would leave out calls that are still queued. */
  listCalls(query: { to: string; from: string; sinceMs: number }): Promise<ListCallsResult>;
  /** Ends a call whatever it does now: cancels it while queued or ringing, completes it while in progress. */
  endCall(callId: string): Promise<UpdateCallResult>;
  /** Has a call in progress leave what it hears or does, and go on with the answer of `url`. */
  redirectCall(callId: string, url: string): Promise<UpdateCallResult>;
}

/** The port of an account; one client is kept for each. */
export interface CarrierRegistry {
  forAccount(account: CarrierAccount): CarrierPort;
}
