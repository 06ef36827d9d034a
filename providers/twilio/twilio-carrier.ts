import twilio from 'twilio';
import type { CallInstance, CallPage } from 'twilio/lib/rest/api/v2010/account/call.js';
import { CARRIER_STATUSES, type CarrierStatus } from '../../domain/call/carrier-rank.ts';
import type {
  CarrierAccount,
  CarrierCall,
  CarrierPort,
  CarrierRegistry,
  CreateCallRequest,
  CreateCallResult,
  FetchCallResult,
  ListCallsResult,
  UpdateCallResult,
} from '../../domain/call/carrier.port.ts';
import { createFailure, isNotFound, isTooLate, readCarrierError } from './map-error.ts';
import { type CarrierTokens, plainCarrierTokens } from '../secrets/carrier-token.ts';
import { OneShotClient, type OneShotOptions } from './one-shot-client.ts';
import { portOfSealed } from './sealed-account.ts';

/** Limits of requests that ring nobody. */
const LOOK_UP = { connectMs: 2_000, totalMs: 10_000 };
const LIST_PAGE = 50;
/** More calls to one number than this within minutes are not ours to sort out: a person is. */
const LIST_LIMIT = 200;

/**
 * Twilio accounts as carrier ports, over the unmodified `twilio` library; one port is kept for each account. `tokens`
 * opens the tokens of accounts as they are stored.
 */
export function createTwilioRegistry(
  tokens: Pick<CarrierTokens, 'open'> = plainCarrierTokens,
): CarrierRegistry {
  const known = new Map<string, { readonly madeFrom: string; readonly port: CarrierPort }>();
  return {
    forAccount(account) {
      const madeFrom = [account.accountSid, account.authToken, account.apiBaseUrl].join('\n');
      const latest = known.get(account.id);
      if (latest?.madeFrom === madeFrom) return latest.port;
      // In the place of the one before: a token that was rotated away is not kept.
      const port = portOfSealed(account, tokens, createTwilioCarrier);
      known.set(account.id, { madeFrom, port });
      return port;
    },
  };
}

/** One Twilio account as a carrier port. */
export function createTwilioCarrier(account: CarrierAccount): CarrierPort {
  const clientWith = (options: Omit<OneShotOptions, 'apiBaseUrl'>) =>
    twilio(account.accountSid, account.authToken, {
      httpClient: new OneShotClient({ apiBaseUrl: account.apiBaseUrl, ...options }),
    });
  const lookUp = clientWith(LOOK_UP);
  return {
    createCall: (request, hooks) =>
      createCall(clientWith({ connectMs: request.connectMs, totalMs: request.totalMs, ...hooks }), request),
    fetchCall: (callId) => fetchCall(lookUp, callId),
    listCalls: (query) => listCalls(lookUp, query),
    endCall: (callId) => updateCall(lookUp, callId, { status: 'completed' }),
    redirectCall: (callId, url) => updateCall(lookUp, callId, { url, method: 'POST' }),
  };
}

type TwilioClient = ReturnType<typeof twilio>;

async function createCall(client: TwilioClient, request: CreateCallRequest): Promise<CreateCallResult> {
  try {
    const call = await client.calls.create({
      to: request.to,
      from: request.from,
      url: request.url,
      method: 'POST',
      fallbackUrl: request.fallbackUrl,
      fallbackMethod: 'POST',
      statusCallback: request.statusCallbackUrl,
      statusCallbackMethod: 'POST',
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
      timeout: request.ringTimeoutSeconds,
      timeLimit: request.timeLimitSeconds,
      ...(request.machineDetection && {
        // Asynchronous: a person who answers must hear the greeting, not our listening.
        machineDetection: 'Enable',
        asyncAmd: 'true',
        asyncAmdStatusCallback: request.statusCallbackUrl,
        asyncAmdStatusCallbackMethod: 'POST',
      }),
    });
    if (!call.sid) return { kind: 'ambiguous', reason: 'unreadable' };
    const queueTimeMs = Number(call.queueTime);
    return {
      kind: 'accepted',
      callId: call.sid,
      queueTimeMs: Number.isFinite(queueTimeMs) ? queueTimeMs : null,
    };
  } catch (thrown) {
    return createFailure(thrown);
  }
}

async function fetchCall(client: TwilioClient, callId: string): Promise<FetchCallResult> {
  try {
    const call = toCarrierCall(await client.calls(callId).fetch());
    return call ? { kind: 'found', call } : { kind: 'unavailable', reason: 'unknown_status' };
  } catch (thrown) {
    if (isNotFound(thrown)) return { kind: 'not_found' };
    return { kind: 'unavailable', reason: readCarrierError(thrown).reason };
  }
}

async function listCalls(
  client: TwilioClient,
  query: { to: string; from: string; sinceMs: number },
): Promise<ListCallsResult> {
  const calls: CarrierCall[] = [];
  try {
    let page = await client.calls.page({ to: query.to, from: query.from, pageSize: LIST_PAGE });
    for (;;) {
      for (const instance of page.instances) {
        const call = toCarrierCall(instance);
        if (!call) return { kind: 'unavailable', reason: 'unknown_status' };
        if (call.dateCreatedMs !== null && call.dateCreatedMs < query.sinceMs)
          return { kind: 'listed', calls };
        calls.push(call);
      }
      const next = calls.length < LIST_LIMIT ? await page.nextPage() : undefined;
      if (!next) return { kind: 'listed', calls };
      page = next as CallPage;
    }
  } catch (thrown) {
    return { kind: 'unavailable', reason: readCarrierError(thrown).reason };
  }
}

/**
 * `completed` ends a call whatever it does, queued and ringing included; `url` puts one that is in progress on another
 * document. Source: Twilio Call resource, update.
 */
async function updateCall(
  client: TwilioClient,
  callId: string,
  change: { status: 'completed' } | { url: string; method: 'POST' },
): Promise<UpdateCallResult> {
  try {
    await client.calls(callId).update(change);
    return { kind: 'updated' };
  } catch (thrown) {
    if (isNotFound(thrown)) return { kind: 'not_found' };
    if (isTooLate(thrown)) return { kind: 'too_late' };
    return { kind: 'unavailable', reason: readCarrierError(thrown).reason };
  }
}

function toCarrierCall(call: CallInstance): CarrierCall | null {
  if (!CARRIER_STATUSES.some((status) => status === call.status)) return null;
  const seconds = Number.parseInt(call.duration, 10);
  return {
    callId: call.sid,
    status: call.status as CarrierStatus,
    direction: call.direction,
    parentCallId: call.parentCallSid || null,
    answeredBy: call.answeredBy || null,
    dateCreatedMs: epochMs(call.dateCreated),
    startedMs: epochMs(call.startTime),
    endedMs: epochMs(call.endTime),
    durationSeconds: Number.isFinite(seconds) ? seconds : null,
  };
}

function epochMs(date: Date | null | undefined): number | null {
  const ms = date?.getTime();
  return ms === undefined || Number.isNaN(ms) ? null : ms;
}
