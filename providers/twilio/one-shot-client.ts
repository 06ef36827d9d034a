import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';

/** An answer as the library takes it; it parses a text body by itself. */
interface Answer<T> {
  statusCode: number;
  body: T;
  headers: http.IncomingHttpHeaders;
}

/** The request never began: no connection was made, so not one byte of it can have arrived. */
export class NotSentError extends Error {
  override name = 'NotSentError';
}

/** Limits and hooks of one client; `apiBaseUrl` null is the carrier's own host. */
export interface OneShotOptions {
  apiBaseUrl: string | null;
  /** Time for name, connection and TLS, ms. */
  connectMs: number;
  /** Time for everything, ms. */
  totalMs: number;
  /** Called when the whole request was handed to the connection. */
  onSent?: () => void;
  /** Called when the answer began, before it is read. */
  onAnswering?: () => void;
}

/**
 * Transport of the carrier's library: a new connection for each request, no retry, no redirect, and a failure before
 * the first byte told apart (`NotSentError`) from every other, after which the request may have been carried out.
 */
export class OneShotClient extends twilio.RequestClient {
  private readonly options: OneShotOptions;

  constructor(options: OneShotOptions) {
    super({ autoRetry: false, keepAlive: false });
    this.options = options;
  }

  override async request<T>(opts: RequestClient.RequestOptions<T>): Promise<Answer<T>> {
    const url = targetOf(opts, this.options.apiBaseUrl);
    const startedAtMs = performance.now();
    const socket = await connect(url, this.options.connectMs);
    const leftMs = this.options.totalMs - (performance.now() - startedAtMs);
    return exchange<T>(url, opts, socket, leftMs, this.options);
  }
}

function targetOf(opts: RequestClient.RequestOptions, apiBaseUrl: string | null): URL {
  const given = new URL(opts.uri);
  const url = apiBaseUrl === null ? given : new URL(given.pathname + given.search, apiBaseUrl);
  for (const [name, value] of form(opts.params)) url.searchParams.append(name, value);
  return url;
}

/** Repeats a parameter for each value of a list, as the carrier wants it. */
function form(fields: object | undefined): URLSearchParams {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(fields ?? {})) {
    if (value === undefined || value === null) continue;
    for (const item of Array.isArray(value) ? value : [value]) encoded.append(name, String(item));
  }
  return encoded;
}

function connect(url: URL, connectMs: number): Promise<net.Socket> {
  const isTls = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (isTls ? 443 : 80));
  return new Promise((resolve, reject) => {
    const socket = isTls ? tls.connect({ host, port, servername: host }) : net.connect({ host, port });
    const fail = (reason: string, cause?: Error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(new NotSentError(reason, { cause }));
    };
    const timer = setTimeout(() => fail('connect_timeout'), connectMs);
    socket.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'connect_failed', error));
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

function exchange<T>(
  url: URL,
  opts: RequestClient.RequestOptions<T>,
  socket: net.Socket,
  leftMs: number,
  options: OneShotOptions,
): Promise<Answer<T>> {
  const body = opts.data === undefined ? undefined : form(opts.data ?? undefined).toString();
  const headers: http.OutgoingHttpHeaders = { ...opts.headers, Connection: 'close' };
  if (opts.username && opts.password) {
    headers.Authorization = `Basic ${Buffer.from(`${opts.username}:${opts.password}`).toString('base64')}`;
  }
  if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body);
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? https.request : http.request;
    const request = send(url, { method: opts.method, headers, createConnection: () => socket });
    const timer = setTimeout(() => request.destroy(new Error('answer_timeout')), leftMs);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    request.on('error', fail);
    request.on('finish', () => options.onSent?.());
    request.on('response', (response) => {
      options.onAnswering?.();
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        clearTimeout(timer);
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ statusCode: response.statusCode ?? 0, body: text as T, headers: response.headers });
      });
    });
    request.end(body);
  });
}
