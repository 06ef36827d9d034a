import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { redactText } from '../../runtime/redact.ts';

/** What a caller may send as `X-Request-Id`; anything else is replaced by an id of ours. */
const REQUEST_ID = /^[A-Za-z0-9._-]{1,100}$/;

/** Never in a log: personal data, secrets, and the keys and sealed input that a webhook address carries. */
const REDACTED = ['pii', '*.pii', 'req.headers', 'req.query', 'res.headers'];

/**
 * One line per request: id, method, path without its query, status, milliseconds. The id is that of `X-Request-Id`
 * where it is well formed, and goes back in the same header.
 */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger: logger.child({}, { redact: { paths: REDACTED, censor: '[redacted]' } }),
    genReqId,
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'requestId', responseTime: 'durationMs' },
    customLogLevel: (req, res, error) => {
      if (error || res.statusCode >= 500) return 'error';
      return isQuiet(req) ? 'debug' : 'info';
    },
    serializers: {
      req: (req: { method: string; url: string }) => ({ method: req.method, path: loggedPath(req.url) }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
  });
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

function genReqId(req: IncomingMessage, res: ServerResponse): string {
  const given = req.headers['x-request-id'];
  const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
  res.setHeader('X-Request-Id', id);
  return id;
}

/** Probes, scrapes and webhooks come many times a second; their figures are in the metrics. */
function isQuiet(req: IncomingMessage): boolean {
  return /^\/(health|metrics|webhooks)\b/.test(req.url ?? '');
}
