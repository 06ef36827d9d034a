import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { redactText } from '../../runtime/redact.ts';

declare module 'http' {
  interface IncomingMessage {
    /** The id that the request's log line, its answer and its problem carry. */
    id: string;
    log: Logger;
    /** Who asks, once it is known: for the request's log line. */
    asker?: Asker;
  }
}

/** Who asks, by ids that say nothing of a person; an operator is in no organization. */
export interface Asker {
  readonly orgId?: string;
  readonly actorKind: 'user' | 'api_key' | 'operator';
  readonly actorId: string;
}

/** What a caller may send as `X-Request-Id`; anything else is replaced by an id of ours. */
const REQUEST_ID = /^[A-Za-z0-9._-]{1,100}$/;

/** Never in a log: personal data, secrets, and the keys and sealed input that a webhook address carries. */
const REDACTED = ['pii', '*.pii', 'req.headers', 'req.query', 'res.headers'];

/**
 * One line per request: id, method, path without its query, status, milliseconds, and who asked where that is known.
 * The id is that of `X-Request-Id` where it is well formed, and goes back in the same header. Nothing is made of a line
 * that the level leaves out, where pino-http makes two loggers for each request, written or not.
 */
export function requestLog(logger: Logger): RequestHandler {
  const log = logger.child({}, { redact: { paths: REDACTED, censor: '[redacted]' } });
  return (req, res, next) => {
    const startedMs = performance.now();
    req.id = takeRequestId(req, res);
    req.log = log;
    res.once('close', () => {
      const level = levelOf(req, res);
      if (log.isLevelEnabled(level)) log[level](lineOf(req, res, startedMs), messageOf(res));
    });
    next();
  };
}

function levelOf(req: IncomingMessage, res: ServerResponse): 'debug' | 'info' | 'error' {
  if (res.statusCode >= 500) return 'error';
  return isQuiet(req) ? 'debug' : 'info';
}

function lineOf(req: Request, res: ServerResponse, startedMs: number) {
  return {
    requestId: req.id,
    req: { method: req.method, path: loggedPath(req.originalUrl) },
    res: { status: res.statusCode },
    durationMs: Math.round(performance.now() - startedMs),
    ...req.asker,
  };
}

function messageOf(res: ServerResponse): string {
  return res.writableFinished ? 'request completed' : 'request aborted';
}

/** A path as it may be logged: without its query, numbers, credentials and anything longer than an id. */
function loggedPath(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return redactText(path).replaceAll(/[^/]{37,}/g, '[long]');
}

/** The id that `requestLog` gave a request. */
export function requestIdOf(req: IncomingMessage): string {
  return typeof req.id === 'string' ? req.id : '';
}

function takeRequestId(req: IncomingMessage, res: ServerResponse): string {
  const given = req.headers['x-request-id'];
  const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
  res.setHeader('X-Request-Id', id);
  return id;
}

/** Probes, scrapes and webhooks come many times a second; their figures are in the metrics. */
function isQuiet(req: IncomingMessage): boolean {
  return /^\/(health|metrics|webhooks)\b/.test(req.url ?? '');
}
