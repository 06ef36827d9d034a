import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import twilio from 'twilio';
import type { CarrierAccount } from '../../domain/call/carrier.port.ts';
import type {
  OpenAudioResult,
  RecordingAudioRegistry,
  RemoveAudioResult,
} from '../../domain/recording/recording-audio.port.ts';
import { type CarrierTokens, plainCarrierTokens } from '../secrets/carrier-token.ts';
import { isNotFound, readCarrierError } from './map-error.ts';
import { OneShotClient } from './one-shot-client.ts';

/** The carrier's own host. Source: Twilio docs, "REST API: base URL". */
const API = 'https://api.twilio.com';
const ACCOUNT_ID = /^AC[0-9a-f]{32}$/i;
const RECORDING_ID = /^RE[0-9a-f]{32}$/i;

/** The recordings of Twilio accounts; `tokens` opens the tokens of accounts as they are stored. */
export function createTwilioRecordings(
  tokens: Pick<CarrierTokens, 'open'> = plainCarrierTokens,
): RecordingAudioRegistry {
  return {
    forAccount: (account) => {
      const opened = async () => ({ ...account, authToken: await tokens.open(account) });
      return {
        openAudio: (recordingId, signal) => openAudio(opened, recordingId, signal),
        removeAudio: (recordingId) => removeAudio(opened, recordingId),
      };
    },
  };
}

type OpenedAccount = () => Promise<CarrierAccount>;

/**
 * The address is built from the account's host and two ids of a fixed shape, and no redirect is followed: nothing that a
 * webhook says decides which host sees the credentials. Source: Twilio docs, "Recording resource: fetch media".
 */
async function openAudio(
  opened: OpenedAccount,
  recordingId: string,
  signal: AbortSignal,
): Promise<OpenAudioResult> {
  try {
    const { accountSid, authToken, apiBaseUrl } = await opened();
    if (!ACCOUNT_ID.test(accountSid) || !RECORDING_ID.test(recordingId)) return { kind: 'not_found' };
    const path = `/2010-04-01/Accounts/${accountSid}/Recordings/${recordingId}.wav`;
    const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    const answer = await fetch(new URL(path, apiBaseUrl ?? API), {
      headers: { authorization },
      redirect: 'manual',
      signal,
    });
    if (answer.status === 200 && answer.body) return audioOf(answer.headers, answer.body);
    await answer.body?.cancel();
    return failure(answer.status);
  } catch (thrown) {
    return { kind: 'unavailable', reason: reasonOf(thrown) };
  }
}

function audioOf(headers: Headers, body: NonNullable<Response['body']>): OpenAudioResult {
  const announced = Number(headers.get('content-length') ?? NaN);
  return {
    kind: 'audio',
    byteSize: Number.isSafeInteger(announced) ? announced : null,
    body: Readable.fromWeb(body as ReadableStream<Uint8Array>),
  };
}

function failure(status: number): Exclude<OpenAudioResult, { kind: 'audio' }> {
  if (status === 404) return { kind: 'not_found' };
  if (status === 408 || status === 429 || status >= 500)
    return { kind: 'unavailable', reason: `http_${status}` };
  return { kind: 'refused', httpStatus: status };
}

/** `fetch` wraps what happened to the connection. */
function reasonOf(thrown: unknown): string {
  const { cause, code, name } = thrown as { cause?: { code?: unknown }; code?: unknown; name?: unknown };
  const reason = cause?.code ?? (typeof code === 'string' ? code : name);
  return typeof reason === 'string' ? reason.toLowerCase() : 'unreadable';
}

async function removeAudio(opened: OpenedAccount, recordingId: string): Promise<RemoveAudioResult> {
  if (!RECORDING_ID.test(recordingId)) return { kind: 'not_found' };
  try {
    const { accountSid, authToken, apiBaseUrl } = await opened();
    const httpClient = new OneShotClient({ apiBaseUrl, connectMs: 2_000, totalMs: 8_000 });
    await twilio(accountSid, authToken, { httpClient }).recordings(recordingId).remove();
    return { kind: 'removed' };
  } catch (thrown) {
    if (isNotFound(thrown)) return { kind: 'not_found' };
    const { status, reason } = readCarrierError(thrown);
    const isRefusal = status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429;
    return isRefusal ? { kind: 'refused', httpStatus: status } : { kind: 'unavailable', reason };
  }
}
