import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import {
  type CheckedAddress,
  checkTarget,
  type RefusedTarget,
  type Resolver,
  systemResolver,
  type TargetRules,
} from './target.ts';

/** A request to a customer's server. Header names in lower case. */
export interface CustomerRequest {
  /** Whose request it is; never sent. */
  orgId?: string;
  url: string;
  method: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** For the whole request with its redirects; 5 s by default, 15 s at most. */
  timeoutMs?: number;
  /** Three of them, each checked anew, by default; otherwise a redirect is the answer. */
  followsRedirects?: boolean;
}

/**
 * What came of it; none is thrown. `answered` is any HTTP status; `retryAfter` its header as it is. `refused` was never sent, save that a redirect may
 * have led there. `failed`: connection, TLS or protocol.
 */
export type CustomerAnswer =
  | { kind: 'answered'; status: number; contentType: string | null; retryAfter?: string; body: Buffer }
  | { kind: 'refused'; reason: RefusedTarget | 'too_many_redirects' }
  | { kind: 'too_large' }
  | { kind: 'timeout' }
  | { kind: 'failed'; code: string };

/** Calls the URLs that customers give us, and nothing inside our own network. */
export interface CustomerHttp {
  send(request: CustomerRequest): Promise<CustomerAnswer>;
}

/** `developmentHosts`: `host:port` that are called whatever their address, by http too. Empty in production. */
export interface CustomerHttpOptions {
  developmentHosts?: readonly string[];
  resolver?: Resolver;
}

/** Time of a request, redirects included, that says nothing else, and the most that one may say. */
export const CUSTOMER_TIMEOUT_MS = 5_000;
const LONGEST_TIMEOUT_MS = 15_000;
/** Largest answer that is read. */
export const CUSTOMER_MAX_BYTES = 1_000_000;
const MAX_REDIRECTS = 3;

/** Headers that go to nobody but whom they were meant for. */
const OWN_ORIGIN_ONLY: ReadonlySet<string> = new Set(['authorization', 'cookie']);

/** The client: every hop is resolved, checked and pinned anew, without proxy, cookies, pooled sockets or retries. */
export function createCustomerHttp(options: CustomerHttpOptions = {}): CustomerHttp {
  const rules: TargetRules = {
    resolver: options.resolver ?? systemResolver,
    developmentHosts: new Set(options.developmentHosts ?? []),
  };
  return {
    async send(first) {
      const signal = AbortSignal.timeout(
        Math.min(first.timeoutMs ?? CUSTOMER_TIMEOUT_MS, LONGEST_TIMEOUT_MS),
      );
      try {
        return await follow(first, rules, signal);
      } catch (error) {
        return signal.aborted ? { kind: 'timeout' } : { kind: 'failed', code: codeOf(error) };
      }
    },
  };
}

async function follow(
  first: CustomerRequest,
  rules: TargetRules,
  signal: AbortSignal,
): Promise<CustomerAnswer> {
  let next = first;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const target = await within(checkTarget(next.url, rules), signal);
    if (target.kind === 'refused') return target;
    const hop = await sendOnce(next, target.url, target.addresses, signal);
    if (!('location' in hop)) return hop;
    next = redirected(next, target.url, hop);
  }
  return { kind: 'refused', reason: 'too_many_redirects' };
}

/** A name server that does not answer must not outlive the request. */
function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    }),
  ]);
}

interface Redirect {
  location: string;
  status: number;
}

async function sendOnce(
  { method, headers, body, followsRedirects = true }: CustomerRequest,
  url: URL,
  addresses: CheckedAddress[],
  signal: AbortSignal,
): Promise<CustomerAnswer | Redirect> {
  const agent = new Agent({ connect: { lookup: pinnedTo(addresses) }, maxResponseSize: CUSTOMER_MAX_BYTES });
  try {
    const answer = await request(url, {
      method,
      dispatcher: agent,
      signal,
      headers: { 'user-agent': 'Evercall/1', ...headers },
      ...(body !== undefined && { body }),
    });
    const location = answer.headers.location;
    if (followsRedirects && isRedirect(answer.statusCode) && typeof location === 'string') {
      return { location, status: answer.statusCode };
    }
    const type = answer.headers['content-type'];
    const retryAfter = answer.headers['retry-after'];
    return {
      kind: 'answered',
      status: answer.statusCode,
      contentType: typeof type === 'string' ? type : null,
      ...(typeof retryAfter === 'string' && { retryAfter }),
      body: Buffer.from(await answer.body.arrayBuffer()),
    };
  } catch (error) {
    if (codeOf(error) === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return { kind: 'too_large' };
    throw error;
  } finally {
    await agent.destroy();
  }
}

/** A lookup that knows the checked addresses and asks nobody: the name cannot come to mean another host meanwhile. */
function pinnedTo(addresses: CheckedAddress[]): LookupFunction {
  const [first] = addresses;
  return (_hostname, options, done) => {
    if (options.all) done(null, addresses);
    else done(null, first?.address ?? '', first?.family);
  };
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** 307 and 308 send the same again, the others ask by GET. Source: Fetch standard, "HTTP-redirect fetch". */
function redirected(from: CustomerRequest, at: URL, { location, status }: Redirect): CustomerRequest {
  // What cannot be parsed is refused as any other address of a customer that is none.
  const to = URL.parse(location, at.href);
  const isSameOrigin = to?.origin === at.origin;
  const kept = Object.entries(from.headers ?? {}).filter(
    ([name]) => isSameOrigin || !OWN_ORIGIN_ONLY.has(name),
  );
  const hop = {
    url: to?.href ?? location,
    ...(from.timeoutMs !== undefined && { timeoutMs: from.timeoutMs }),
  };
  if (status === 307 || status === 308 || from.method === 'GET') {
    return { ...from, ...hop, headers: Object.fromEntries(kept) };
  }
  const ofBody = (name: string) => name.startsWith('content-') || name.startsWith('webhook-');
  return { ...hop, method: 'GET', headers: Object.fromEntries(kept.filter(([name]) => !ofBody(name))) };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
