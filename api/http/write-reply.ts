import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { AppError } from '../../domain/errors.ts';
import type { Endpoint, Reply } from '../endpoint.ts';

/**
 * Writes an answer; with `check` it must be a declared status that fits its schema, else it is a bug. A stream goes
 * on to its end by itself; one that breaks cuts the connection, which tells the reader that it is not whole.
 */
export function writeReply(
  endpoint: Endpoint,
  reply: Reply,
  res: Response,
  { check, query }: { check: boolean; query: unknown },
): void {
  const spec = endpoint.responses[reply.status];
  if (!spec) throw undeclared(endpoint, `status ${reply.status} is not declared`);
  if (check && spec.schema) {
    const parsed = spec.schema.safeParse(reply.body);
    if (!parsed.success) throw undeclared(endpoint, parsed.error.message);
  }
  for (const [name, value] of Object.entries(reply.headers ?? {})) res.setHeader(name, value);
  res.status(reply.status);
  if (reply.body === undefined) {
    res.end();
    return;
  }
  if (reply.body instanceof Readable) {
    // Whoever asked may have gone, which is no error of ours.
    void pipeline(reply.body, res).catch(() => void res.destroy());
    return;
  }
  const body = endpoint.present ? endpoint.present(reply.body, query) : reply.body;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  res.setHeader('Content-Type', withCharset(spec.mediaType ?? 'application/json'));
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text);
}

function withCharset(mediaType: string): string {
  return mediaType.includes('charset') ? mediaType : `${mediaType}; charset=utf-8`;
}

function undeclared(endpoint: Endpoint, why: string): AppError {
  return new AppError({ code: 'internal.unexpected', cause: new Error(`${endpoint.id}: ${why}`) });
}
