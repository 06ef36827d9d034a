import { z } from 'zod';
import type {
  TranscriptionPort,
  TranscriptionRequest,
  TranscriptionResult,
} from '../../domain/recording/transcription.port.ts';
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

const answerSchema = z.object({ text: z.string() });

/**
 * Transcription by OpenAI. Throws `service.unavailable` for what may succeed later: no answer, 429, 5xx, and a key that
 * is refused, which somebody will replace. Source: OpenAI API reference, "Create transcription".
 */
export function createOpenAiTranscription(options: OpenAiOptions): TranscriptionPort {
  const url = `${(options.baseUrl ?? BASE_URL).replace(/\/+$/, '')}/v1/audio/transcriptions`;
  return {
    async transcribe(request) {
      const ending = ENDINGS[request.contentType];
      if (ending === undefined) return { kind: 'failed', code: 'sound_not_supported' };
      const response = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${options.apiKey}` },
        body: formOf(request, ending, options.model ?? MODEL),
        redirect: 'error',
        signal: AbortSignal.timeout(options.limitMs ?? LIMIT_MS),
      }).catch((cause: unknown) => {
        throw new AppError({ code: 'service.unavailable', cause });
      });
      return resultOf(response);
    },
  };
}

function formOf(
  { audio, contentType, language }: TranscriptionRequest,
  ending: string,
  model: string,
): FormData {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(audio)], { type: contentType }), `message.${ending}`);
  form.set('model', model);
  form.set('language', language);
  form.set('response_format', 'json');
  return form;
}

async function resultOf(response: Response): Promise<TranscriptionResult> {
  const { status } = response;
  const mayPass = status === 401 || status === 403 || status === 408 || status === 429 || status >= 500;
  if (mayPass)
    throw new AppError({ code: 'service.unavailable', message: `Transcription answered ${status}.` });
  if (!response.ok) return { kind: 'failed', code: `http_${status}` };
  const parsed = answerSchema.safeParse(await response.json().catch(() => null));
  if (!parsed.success)
    throw new AppError({ code: 'service.unavailable', message: 'Transcription answered no text.' });
  return { kind: 'text', text: parsed.data.text.trim().slice(0, MOST_CHARS) };
}
