import type { ErrorRequestHandler, Request, Response } from 'express';
import { ERROR_CODES, type ErrorKind } from '../../contracts/codes.ts';
import type { Problem } from '../../contracts/problem.schema.ts';
import { AppError, type ErrorCode } from '../../domain/errors.ts';
import { faultIn, languageOf, wordsOf } from './language.ts';
import { requestIdOf } from './request-log.ts';
import { isUnreachable } from './unreachable.ts';

const STATUS_BY_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rejected: 422,
  throttled: 429,
  unavailable: 503,
  bug: 500,
};

/** Retry-After of an unavailable part that names no time of its own. */
const DEFAULT_RETRY_AFTER_MS = 2_000;

/** HTTP status of an error code: the code's own, else that of its kind. */
export function statusOf(code: ErrorCode): number {
  return ERROR_CODES[code].status ?? STATUS_BY_KIND[ERROR_CODES[code].kind];
}

/** The problem document of an error that a request met, in the language that it asks for. */
function toProblem(error: AppError, publicUrl: string, req: Request): Problem {
  const language = languageOf(req);
  return {
    type: `${publicUrl}/docs/errors/${error.code}`,
    ...wordsOf(error, language),
    status: statusOf(error.code),
    instance: req.path,
    code: error.code,
    errors: error.errors.map((fault) => ({ ...fault, message: faultIn(language, fault.message) })),
    requestId: requestIdOf(req),
  };
}

/** The last middleware: any thrown value becomes problem+json; what is not an `AppError` is logged as a bug. */
export function problemHandler(publicUrl: string): ErrorRequestHandler {
  return (thrown: unknown, req, res, next) => {
    if (res.headersSent) {
      next(thrown);
      return;
    }
    const error = asAppError(thrown);
    const about = { requestId: requestIdOf(req), code: error.code };
    if (error.kind === 'bug') req.log.error({ ...about, err: thrown }, 'request failed');
    if (error.kind === 'unavailable') req.log.warn({ ...about, err: error.cause }, 'dependency unavailable');
    discardRest(req, res);
    res.setHeader('Content-Language', languageOf(req));
    res.vary('Accept-Language');
    writeProblem(res, toProblem(error, publicUrl, req), error.retryAfterMs);
  };
}

/** What of the body nobody has read is not read any more: the connection ends with the answer. */
function discardRest(req: Request, res: Response): void {
  if (req.complete || res.headersSent) return;
  res.setHeader('Connection', 'close');
  req.resume();
}

/** Writes a problem with the headers that its status asks for. */
function writeProblem(res: Response, problem: Problem, retryAfterMs?: number): void {
  const waitMs = retryAfterMs ?? (problem.status === 503 ? DEFAULT_RETRY_AFTER_MS : undefined);
  if (waitMs !== undefined) res.setHeader('Retry-After', Math.max(1, Math.ceil(waitMs / 1000)));
  if (problem.status === 401) res.setHeader('WWW-Authenticate', 'Bearer');
  res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Any thrown value as the error that its problem tells: our own, a body parser's, a lost connection, else a bug. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = bodyParserCode(thrown);
  if (code) return new AppError({ code, cause: thrown });
  if (isUnreachable(thrown)) return new AppError({ code: 'service.unavailable', cause: thrown });
  return new AppError({ code: 'internal.unexpected', cause: thrown });
}

/** What body-parser and the router throw, by their `type` and `status`. */
function bodyParserCode(thrown: unknown): ErrorCode | undefined {
  if (!(thrown instanceof Error) || !('status' in thrown)) return undefined;
  const type = 'type' in thrown ? String(thrown.type) : '';
  if (type === 'entity.too.large') return 'request.too_large';
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') return 'request.unsupported_media';
  if (thrown.status === 400 && thrown instanceof URIError) return 'request.not_found';
  return thrown.status === 400 ? 'request.bad_json' : undefined;
}
