import type { KeyProvider } from '../../contracts/provider-key.schema.ts';
import type { KeyChecks, KeyVerdict } from '../../domain/secrets/key-check.port.ts';
import { type HttpCheck, httpCheckOf } from './http-checks.ts';
import { checkSmtp } from './smtp-check.ts';

/** Where providers are asked instead of at their own addresses: an emulator's, a gateway's, `host:port` for smtp. */
export type ProviderBaseUrls = Partial<Record<KeyProvider, string>>;

/** One answer of a provider; somebody waits for it. */
const LIMIT_MS = 5_000;

/** Asks the providers themselves, once each, without a retry: whoever wants to know more asks again. */
export function createKeyChecks(baseUrls: ProviderBaseUrls = {}, limitMs = LIMIT_MS): KeyChecks {
  return {
    async check(key, baseUrl) {
      if (key.provider === 'smtp') return checkSmtp(key.secret, baseUrls.smtp, limitMs);
      const check = httpCheckOf(key);
      return askOver({ ...check, baseUrl: baseUrl ?? baseUrls[key.provider] ?? check.baseUrl }, limitMs);
    },
  };
}

async function askOver(check: HttpCheck, limitMs: number): Promise<KeyVerdict> {
  let answer: { status: number; body: unknown };
  const signal = AbortSignal.timeout(limitMs);
  try {
    const response = await fetch(`${check.baseUrl.replace(/\/+$/, '')}${check.path}`, {
      headers: { ...check.headers, accept: 'application/json' },
      // A redirect would carry the key to somewhere else.
      redirect: 'manual',
      signal,
    });
    answer = { status: response.status, body: jsonOf(await response.text()) };
  } catch {
    return { result: 'unverified', code: signal.aborted ? 'timeout' : 'unreachable' };
  }
  return check.judge?.(answer.status, answer.body) ?? verdictOf(answer.status, answer.body, check);
}

function verdictOf(status: number, body: unknown, { shape }: HttpCheck): KeyVerdict {
  if (status === 401) return { result: 'invalid', code: 'unauthorized' };
  if (status === 429) return { result: 'unverified', code: 'rate_limited' };
  if (status < 200 || status > 299) return { result: 'unverified', code: `http_${status}` };
  if (shape.safeParse(body).success) return { result: 'valid', code: null };
  return { result: 'unverified', code: 'unexpected_answer' };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
