/** What Twilio may retry a webhook on: no connection, no answer in time, or an answer of that class. */
export type RetryCause = 'ct' | 'rt' | '4xx' | '5xx';

/** The limits of one webhook, in wall milliseconds, and its retries. */
export interface ConnectionLimits {
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly totalTimeMs: number;
  readonly retryCount: number;
  readonly retryOn: ReadonlySet<RetryCause>;
}

const CAUSES: readonly RetryCause[] = ['ct', 'rt', '4xx', '5xx'];

/**
 * Limits for a webhook URL: Twilio's defaults (connect 5 s, read 15 s, 15 s in all, one retry, on connection failure
 * only) changed by `#ct=&rt=&tt=&rc=&rp=`. A value out of range counts as not given; `rp=all` is every cause.
 * Source: Twilio documentation, "Webhooks (HTTP callbacks): Connection Overrides".
 */
export function connectionLimits(url: string): ConnectionLimits {
  const fragment = new URLSearchParams(url.split('#')[1] ?? '');
  const number = (name: string, min: number, max: number, fallback: number): number => {
    const text = fragment.get(name) ?? '';
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : fallback;
  };
  return {
    connectTimeoutMs: number('ct', 100, 10_000, 5_000),
    readTimeoutMs: number('rt', 100, 15_000, 15_000),
    totalTimeMs: number('tt', 100, 15_000, 15_000),
    retryCount: number('rc', 0, 5, 1),
    retryOn: retryCauses(fragment.get('rp')),
  };
}

/**
 * The URL as it goes over HTTP and into the signature: without its fragment, and with what HTTP cannot carry percent
 * encoded; nothing else is changed.
 */
export function wireUrl(url: string): string {
  const bare = url.split('#')[0] as string;
  return bare.replace(/[^\x21-\x7e]+/gu, (text) => encodeURIComponent(text));
}

function retryCauses(policy: string | null): ReadonlySet<RetryCause> {
  const words = (policy ?? '').split(',').map((word) => word.trim());
  if (words.includes('all')) return new Set(CAUSES);
  const causes = CAUSES.filter((cause) => words.includes(cause));
  return new Set(causes.length > 0 ? causes : ['ct']);
}
