import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { ApiAway, faultOf, strangeAnswer } from './api-fault.ts';
import type { AnswerOf, Given, Operation } from './operation.ts';

/** One answer may take this long; a file on its way up is not bounded by it. */
const REQUEST_LIMIT_MS = 30_000;
/** How long a request is repeated while the API is away, and at most between two tries. */
const PATIENCE_MS = 20_000;
const LONGEST_PAUSE_MS = 5_000;
/** By it people know this program among their sessions. */
const USER_AGENT = 'evercall command line';

/** What a client is made of. */
export interface ClientOptions {
  readonly baseUrl: string;
  readonly signal: AbortSignal;
  /** The value of `Authorization`; asked before each request, since a session renews itself. */
  readonly authorization: () => Promise<string | null>;
  readonly patienceMs?: number;
}

/** What of a request is ours to say. */
interface Init {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | ReadableStream<Uint8Array>;
  readonly duplex?: 'half';
  readonly signal?: AbortSignal;
}

/** A body that is sent as it is, once. */
export interface RawRequest {
  readonly body: ReadableStream<Uint8Array>;
  readonly contentType: string;
}

/**
 * Calls operations of the API: bodies and answers are checked by their schemas. While the API is away or too busy a
 * request is repeated for `patienceMs`; those that create or act carry one Idempotency-Key, so that this is harmless, and
 * one that would not be is not sent again when no answer came.
 * Throws `ApiFault` for a refusal, `ApiAway` when it does not come back.
 */
export class ApiClient {
  private readonly options: ClientOptions;

  constructor(options: ClientOptions) {
    this.options = options;
  }

  get baseUrl(): string {
    return this.options.baseUrl;
  }

  /** Calls an operation, and answers what its schema makes of the answer. */
  async call<A extends z.ZodType | null, B extends z.ZodType | null, Q extends string>(
    operation: Operation<A, B, Q>,
    given: Given<B, Q>,
  ): Promise<AnswerOf<A>> {
    const { answer } = await this.callWithHeaders(operation, given);
    return answer;
  }

  /** As `call`, with the headers of the answer. */
  async callWithHeaders<A extends z.ZodType | null, B extends z.ZodType | null, Q extends string>(
    operation: Operation<A, B, Q>,
    given: Given<B, Q>,
  ): Promise<{ answer: AnswerOf<A>; headers: Headers }> {
    const body = 'body' in given ? JSON.stringify(given.body) : undefined;
    const response = await this.patiently(operation, urlOf(this.baseUrl, operation, given), {
      ...(body !== undefined && { body }),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(operation.method === 'POST' && { 'idempotency-key': randomUUID() }),
        ...given.headers,
      },
    });
    return { answer: await read(operation, response), headers: response.headers };
  }

  /** Sends a raw body once; it cannot be repeated, since it is read while it is sent. */
  async send<A extends z.ZodType | null>(
    operation: Operation<A, null>,
    { body, contentType }: RawRequest,
  ): Promise<AnswerOf<A>> {
    const response = await this.once(operation.method, urlOf(this.baseUrl, operation, {}), {
      body,
      duplex: 'half',
      headers: { 'content-type': contentType },
    });
    if (!response.ok) throw await faultOf(response);
    return read(operation, response);
  }

  private async patiently({ method, isRepeatable }: Operation, url: URL, init: Init): Promise<Response> {
    const { signal, patienceMs = PATIENCE_MS } = this.options;
    const givesUpAtMs = performance.now() + patienceMs;
    for (let pauseMs = 250; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const limited = { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_LIMIT_MS)]) };
      const tried = await this.once(method, url, limited).catch((error: unknown) => error);
      if (tried instanceof Response && !isPassing(tried)) {
        if (!tried.ok) throw await faultOf(tried);
        return tried;
      }
      signal.throwIfAborted();
      if (!isRepeatable && !(tried instanceof Response)) throw tried;
      const waitMs = tried instanceof Response ? (retryAfterMs(tried) ?? pauseMs) : pauseMs;
      if (performance.now() + waitMs > givesUpAtMs)
        throw tried instanceof Response ? await faultOf(tried) : tried;
      if (tried instanceof Response) await tried.body?.cancel();
      await delay(waitMs, undefined, { signal });
    }
  }

  private async once(method: string, url: URL, init: Init): Promise<Response> {
    const { authorization, signal } = this.options;
    const value = await authorization();
    const headers = {
      'user-agent': USER_AGENT,
      ...init.headers,
      ...(value !== null && { authorization: value }),
    };
    try {
      return await fetch(url, { signal, ...init, method, headers });
    } catch (error) {
      signal.throwIfAborted();
      throw new ApiAway(`The API at ${url.origin} does not answer: ${reasonOf(error)}`);
    }
  }
}

function urlOf(
  baseUrl: string,
  { path }: Operation,
  { params = {}, query = {} }: Pick<Given<null, string>, 'params' | 'query'>,
): URL {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const url = new URL(filled, baseUrl);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
}

async function read<A extends z.ZodType | null>(
  { id, answer }: Operation<A>,
  response: Response,
): Promise<AnswerOf<A>> {
  // `AnswerOf` of a schema is its output, and null of none: the compiler cannot see which of the two A is.
  if (answer === null) return null as AnswerOf<A>;
  const parsed = answer.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw strangeAnswer(id, parsed.error);
  return parsed.data as AnswerOf<A>;
}

/** An answer that may be another one soon. */
function isPassing({ status }: Response): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504;
}

function retryAfterMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

/** The innermost reason of a failed fetch, which says more than its own words. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
