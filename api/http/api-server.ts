import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { ERROR_CODES, type ErrorCode } from '../../contracts/codes.ts';
import { statusOf } from './problem.ts';

/** How much a request may be in the way of others. */
export interface ServerLimits {
  /** Longest time until the head of a request is whole, milliseconds. */
  readonly headersMs: number;
  /** Longest time until a request is whole, milliseconds; a large upload takes a while. */
  readonly requestMs: number;
  /** How often both are looked at, milliseconds. */
  readonly checkEveryMs: number;
}

const LIMITS: ServerLimits = { headersMs: 15_000, requestMs: 300_000, checkEveryMs: 5_000 };

/** Longest head of a request in bytes. */
const MOST_HEADER_BYTES = 16_384;

/** Node's codes of requests that never became one. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'request.head_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request.too_slow',
};

/**
 * The HTTP server of the application: bounded heads, bounded patience, and a problem also for what is no HTTP. Once it is
 * closing, a connection ends with the answer that is under way on it.
 */
export function createApiServer(
  app: RequestListener,
  publicUrl: string,
  limits: ServerLimits = LIMITS,
): Server {
  const server = createServer(
    {
      maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkEveryMs,
    },
    app,
  );
  server.on('request', (_req, res) => {
    res.once('close', () => {
      // It is idle only after those who listen to the end of the answer.
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else socket.end(rawProblem(CODES[error.code ?? ''] ?? 'request.bad_http', publicUrl));
  });
  return server;
}

/** Written by hand: there is no request, and so no response to write to. */
function rawProblem(code: ErrorCode, publicUrl: string): string {
  const { title, help } = ERROR_CODES[code];
  const status = statusOf(code);
  const type = `${publicUrl}/docs/errors/${code}`;
  const problem = { type, title, status, detail: help, instance: '', code, errors: [], requestId: '' };
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${status} `,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
