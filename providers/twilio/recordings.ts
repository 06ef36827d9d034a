import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import twilio from 'twilio';
import type { CarrierAccount } from '../../domain/call/carrier.port.ts';
import type {
  OpenAudioResult,
  RecordingAudioRegistry,
  RemoveAudioResult,
} from '../../domain/recording/recording-audio.port.ts';
import { isNotFound, readCarrierError } from './map-error.ts';
import { OneShotClient } from './one-shot-client.ts';

/** The carrier's own host. Source: Twilio docs, "REST API: base URL". */
const API = 'https://api.twilio.com';
const ACCOUNT_ID = /^AC[0-9a-f]{32}$/i;
const RECORDING_ID = /^RE[0-9a-f]{32}$/i;

/** The recordings of Twilio accounts. */
export function createTwilioRecordings(): RecordingAudioRegistry {
  return {
    forAccount: (account) => ({
      openAudio: (recordingId, signal) => openAudio(account, recordingId, signal),
      removeAudio: (recordingId) => removeAudio(account, recordingId),
    }),
  };
}

/**
 * The address is built from the account's host and two ids of a fixed shape, and no redirect is followed: nothing that a
 * webhook says decides which host sees the credentials. Source: Twilio docs, "Recording resource: fetch media".
 */
async function openAudio(
  { accountSid, authToken, apiBaseUrl }: CarrierAccount,
  recordingId: string,
  signal: AbortSignal,
): Promise<OpenAudioResult> {
  if (!ACCOUNT_ID.test(accountSid) || !RECORDING_ID.test(recordingId)) return { kind: 'not_found' };
  const url = new URL(`/2010-04-01/Accounts/${accountSid}/Recordings/${recordingId}.wav`, apiBaseUrl ?? API);
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  try {
    const answer = await fetch(url, { headers: { authorization }, redirect: 'manual', signal });
    if (answer.status === 200 && answer.body) {
      const announced = Number(answer.headers.get('content-length') ?? NaN);
      return {
        kind: 'audio',
        byteSize: Number.isSafeInteger(announced) ? announced : null,
        body: Readable.fromWeb(answer.body as ReadableStream<Uint8Array>),
      };
    }
    await answer.body?.cancel();
    return failure(answer.status);
  } catch (thrown) {
    return { kind: 'unavailable', reason: reasonOf(thrown) };
  }
}

function failure(status: number): Exclude<OpenAudioResult, { kind: 'audio' }> {
  if (status === 404) return { kind: 'not_found' };
  if (status === 408 || status === 429 || status >= 500)
    return { kind: 'unavailable', reason: `http_${status}` };
  return { kind: 'refused', httpStatus: status };
}

/** `fetch` wraps what happened to the connection. */
function reasonOf(thrown: unknown): string {
  const { cause, name } = thrown as { cause?: { code?: unknown }; name?: unknown };
  const code = cause?.code ?? name;
  return typeof code === 'string' ? code.toLowerCase() : 'unreadable';
}

async function removeAudio(account: CarrierAccount, recordingId: string): Promise<RemoveAudioResult> {
  if (!RECORDING_ID.test(recordingId)) return { kind: 'not_found' };
  const httpClient = new OneShotClient({
    apiBaseUrl: account.apiBaseUrl,
    connectMs: 2_000,
    totalMs: 8_000,
  });
  try {
    await twilio(account.accountSid, account.authToken, { httpClient }).recordings(recordingId).remove();
    return { kind: 'removed' };
  } catch (thrown) {
    if (isNotFound(thrown)) return { kind: 'not_found' };
    const { status, reason } = readCarrierError(thrown);
    const isRefusal = status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429;
    return isRefusal ? { kind: 'refused', httpStatus: status } : { kind: 'unavailable', reason };
  }
}
