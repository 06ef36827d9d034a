import { APIError, OpenAI, toFile } from 'openai';
import type { TranscriptionPort, TranscriptionResult } from '../../domain/recording/transcription.port.ts';
import { AppError } from '../../domain/errors.ts';

/** How OpenAI is reached. */
export interface OpenAiOptions {
  apiKey: string;
  /** Origin of the API, another one in tests. */
  baseUrl?: string;
  model?: string;
  /** For one transcription, the sending of the sound included. */
  limitMs?: number;
}

const BASE_URL = 'https://api.openai.com';
const MODEL = 'gpt-4o-mini-transcribe';
const LIMIT_MS = 60_000;
/** More is no transcript of a message. */
const MOST_CHARS = 50_000;

/** The file's ending tells the API its kind. */
const ENDINGS: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
};

/**
 * Transcription by OpenAI, each request tried once: who asks tries again. Throws `service.unavailable` for what may
 * succeed later: no answer, 429, 5xx, and a key that is refused, which somebody will replace. Source: OpenAI API
 * reference, "Create transcription".
 */
export function createOpenAiTranscription(options: OpenAiOptions): TranscriptionPort {
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: `${(options.baseUrl ?? BASE_URL).replace(/\/+$/, '')}/v1`,
    // An organization's key alone: nothing of our own environment goes with it.
    organization: null,
    project: null,
    adminAPIKey: null,
    timeout: options.limitMs ?? LIMIT_MS,
    maxRetries: 0,
    fetchOptions: { redirect: 'error' },
    logLevel: 'off',
  });
  return {
    async transcribe({ audio, contentType, language }) {
      const ending = ENDINGS[contentType];
      if (ending === undefined) return { kind: 'failed', code: 'sound_not_supported' };
      try {
        const file = await toFile(audio, `message.${ending}`, { type: contentType });
        const model = options.model ?? MODEL;
        const answer = client.audio.transcriptions.create({ file, model, language, response_format: 'json' });
        return resultOf(await answer);
      } catch (error) {
        return refusalOf(error);
      }
    },
  };
}

/** The library does not look at what came: it may be no text at all. */
function resultOf(answer: unknown): TranscriptionResult {
  const text = typeof answer === 'object' && answer !== null && 'text' in answer ? answer.text : undefined;
  if (typeof text !== 'string')
    throw new AppError({ code: 'service.unavailable', message: 'Transcription answered no text.' });
  return { kind: 'text', text: text.trim().slice(0, MOST_CHARS) };
}

/** Of an error of the provider only its status is told: its words may hold the key. */
function refusalOf(error: unknown): TranscriptionResult {
  if (error instanceof AppError) throw error;
  const status = error instanceof APIError ? error.status : undefined;
  const mayPass = status === undefined || [401, 403, 408, 429].includes(status) || status >= 500;
  if (!mayPass) return { kind: 'failed', code: `http_${status}` };
  const message =
    status === undefined ? 'Transcription did not answer.' : `Transcription answered ${status}.`;
  throw new AppError({ code: 'service.unavailable', message });
}
