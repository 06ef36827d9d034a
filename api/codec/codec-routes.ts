import { createHash, timingSafeEqual } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import cors from 'cors';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { type CodecPayloads, codecPayloadsSchema } from '../../contracts/payload-codec.schema.ts';
import { AppError } from '../../domain/errors.ts';
import { authenticate } from '../auth/authenticate.ts';
import type { ApiDeps } from '../deps.ts';
import { asAppError, statusOf } from '../http/problem.ts';

/** Who may use the codec endpoint, and from which page. */
export interface CodecSettings {
  /** Origin of the Temporal UI; undefined: no page may. */
  readonly uiOrigin: string | undefined;
  /** A secret part of the address, which lets a UI in that has no sign-in; undefined: there is none. */
  readonly code: string | undefined;
}

const LIMIT_BYTES = 8 * 1_048_576;

/**
 * `POST /temporal-codec/decode` for operators with their access token, and `/temporal-codec/{code}/decode` for the
 * Temporal UI. Mounted before the request log, so that the code is in no log. Decodes only: nothing can be encrypted
 * here. Source: Temporal documentation, "Codec Server".
 */
export function codecRoutes(deps: ApiDeps): Router {
  const { uiOrigin, code } = deps.settings.codec;
  const router = express.Router({ caseSensitive: true, strict: true });
  const paths = ['/temporal-codec/decode', '/temporal-codec/:code/decode'];
  const fromUi = cors({
    origin: uiOrigin === undefined ? false : namesOf(uiOrigin),
    methods: ['POST'],
    allowedHeaders: ['Content-Type', 'Authorization', 'X-Namespace'],
    maxAge: 600,
  });
  router.options(paths, fromUi);
  const admitted: RequestHandler = async (req, res, next) => {
    res.set('Cache-Control', 'no-store');
    await admit(deps, code, req);
    next();
  };
  // Nothing of a stranger is read but the head.
  router.post(
    paths,
    fromUi,
    admitted,
    express.json({ limit: LIMIT_BYTES, type: '*/*' }),
    async (req, res) => {
      const parsed = codecPayloadsSchema.safeParse(req.body);
      if (!parsed.success) {
        refuse(res, 400, 'request.not_valid');
        return;
      }
      res.json({ payloads: await decodeAll(deps.payloadCodec, parsed.data) });
    },
  );
  router.use('/temporal-codec', (thrown: unknown, _req: Request, res: Response, _next: unknown) => {
    const { code: errorCode } = asAppError(thrown);
    refuse(res, statusOf(errorCode), errorCode);
  });
  return router;
}

/** An origin of this machine goes by two names, and people type either. */
function namesOf(origin: string): string[] {
  const { hostname, port, protocol } = new URL(origin);
  const loopback = ['127.0.0.1', 'localhost'];
  if (!loopback.includes(hostname)) return [origin];
  return loopback.map((name) => `${protocol}//${name}${port === '' ? '' : `:${port}`}`);
}

async function admit(deps: ApiDeps, expected: string | undefined, req: Request): Promise<void> {
  const { code } = req.params;
  if (typeof code === 'string' && expected !== undefined && isSame(code, expected)) return;
  const principal = code === undefined ? await authenticate(deps, req) : null;
  if (principal?.kind === 'operator') return;
  throw new AppError({ code: principal === null ? 'auth.required' : 'auth.forbidden' });
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Each payload by itself: one whose key is gone stays as it is, and the others can be read. */
function decodeAll(codec: Pick<PayloadCodec, 'decode'>, { payloads }: CodecPayloads) {
  return Promise.all(
    payloads.map(async (sent) => {
      try {
        const [decoded] = await codec.decode([fromJson(sent)]);
        return decoded ? toJson(decoded) : sent;
      } catch {
        return sent;
      }
    }),
  );
}

function fromJson({ metadata = {}, data = '' }: CodecPayloads['payloads'][number]): Payload {
  const bytes = Object.entries(metadata).map(
    ([name, value]) => [name, Buffer.from(value, 'base64')] as const,
  );
  return { metadata: Object.fromEntries(bytes), data: Buffer.from(data, 'base64') };
}

function toJson({ metadata, data }: Payload): CodecPayloads['payloads'][number] {
  const texts = Object.entries(metadata ?? {}).map(
    ([name, value]) => [name, Buffer.from(value).toString('base64')] as const,
  );
  return { metadata: Object.fromEntries(texts), data: Buffer.from(data ?? []).toString('base64') };
}

function refuse(res: Response, status: number, code: string): void {
  res.status(status).json({ code });
}
