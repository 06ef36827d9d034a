import { type IncomingMessage, request } from 'node:http';
import type { ConnectionLimits, RetryCause } from './overrides.ts';

/** One HTTP request as it goes out: `url` without fragment, `body` undefined for GET. */
export interface Outgoing {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came of one try: an answer, or why there was none. */
export type TryResult =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly contentType: string;
      readonly location?: string;
      readonly body: Buffer;
    }
  | { readonly kind: 'failure'; readonly cause: RetryCause; readonly reason: string }
  | { readonly kind: 'too_large' };

/** The longest TwiML document Twilio takes: 64 kB (error 11750). */
const MAX_RESPONSE_BYTES = 64 * 1024;

/**
 * Sends one request on a new socket and reads the answer within the limits and `budgetMs` of wall time. Never
 * rejects. A connection refused or lost before it stood is `ct`; silence or loss after that is `rt`.
 */
export function exchange(outgoing: Outgoing, limits: ConnectionLimits, budgetMs: number): Promise<TryResult> {
  return new Promise((resolve) => {
    let isConnected = false;
    const timers: NodeJS.Timeout[] = [];
    const settle = (result: TryResult): void => {
      for (const timer of timers) clearTimeout(timer);
      resolve(result);
      sent.destroy();
    };
    const fail = (cause: RetryCause, reason: string): void => settle({ kind: 'failure', cause, reason });
    const { method, headers } = outgoing;
    const sent = request({ ...targetOf(outgoing.url), method, headers, agent: false });
    sent.once('socket', (socket) => {
      socket.once('connect', () => {
        isConnected = true;
        socket.setTimeout(limits.readTimeoutMs, () => fail('rt', 'read timeout'));
      });
    });
    sent.once('error', (error) => fail(isConnected ? 'rt' : 'ct', error.message));
    timers.push(setTimeout(() => isConnected || fail('ct', 'connect timeout'), limits.connectTimeoutMs));
    timers.push(setTimeout(() => fail(isConnected ? 'rt' : 'ct', 'total time used up'), budgetMs));
    sent.once('response', (response) => readAnswer(response, settle));
    sent.end(outgoing.body);
  });
}

/** Reads an answer to its end, or to the limit, or to the loss of its connection. */
function readAnswer(response: IncomingMessage, settle: (result: TryResult) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_RESPONSE_BYTES) settle({ kind: 'too_large' });
    else chunks.push(chunk);
  });
  response.once('close', () => {
    if (!response.complete) settle({ kind: 'failure', cause: 'rt', reason: 'connection lost in mid-answer' });
  });
  response.once('end', () => {
    const { location } = response.headers;
    settle({
      kind: 'answer',
      status: response.statusCode ?? 0,
      contentType: response.headers['content-type'] ?? '',
      ...(location === undefined ? {} : { location }),
      body: Buffer.concat(chunks),
    });
  });
}

/** Where a URL goes. The path is taken as it is written: the URL class would encode what the signature has not. */
function targetOf(url: string): { hostname: string; port: string; path: string } {
  const { hostname, port } = new URL(url);
  const path = url.replace(/^[a-z]+:\/\/[^/?]*/i, '');
  return { hostname: hostname.replace(/^\[|\]$/g, ''), port, path: path.startsWith('/') ? path : `/${path}` };
}
