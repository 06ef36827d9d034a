import { createHmac } from 'node:crypto';
import type { Request } from 'express';
import { AppError } from '../../domain/errors.ts';
import type { ApiSettings } from '../deps.ts';
import { liveKeys, type TokenKeyRing } from './token-keys.ts';
import { isSameText } from './same-text.ts';

/** Methods that change nothing. Source: RFC 9110, section 9.2.1. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The origins whose pages may change things: our own, and those that the installation lists. */
export type OwnOrigins = Pick<ApiSettings, 'publicUrl' | 'corsOrigins'>;

/** The CSRF token of a session: bound to it, so that a cookie planted by another page is of no use. */
export function csrfTokenOf(keys: TokenKeyRing, sessionId: string): string {
  return sign(keys.current.csrfKey, sessionId);
}

/**
 * Refuses a request that a browser sent with our cookies but not from our pages: the header `X-CSRF-Token` must be the
 * session's token, and what the browser says of its origin must be ours. Throws `auth.csrf_failed`.
 */
export function refuseForged(keys: TokenKeyRing, req: Request, sessionId: string, own: OwnOrigins): void {
  if (SAFE.has(req.method)) return;
  refuseForeignOrigin(req, own);
  const token = req.get('x-csrf-token') ?? '';
  if (!liveKeys(keys).some(({ csrfKey }) => isSameText(token, sign(csrfKey, sessionId)))) throw refused();
}

/** The same before the session is known: the header must repeat the cookie that pages of other origins cannot read. */
export function refuseUnlessRepeated(req: Request, cookie: string | undefined, own: OwnOrigins): void {
  refuseForeignOrigin(req, own);
  const token = req.get('x-csrf-token') ?? '';
  if (!cookie || !isSameText(token, cookie)) throw refused();
}

/** Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Verifying Origin With Standard Headers". */
function refuseForeignOrigin(req: Request, { publicUrl, corsOrigins }: OwnOrigins): void {
  const origin = req.get('origin');
  if (origin === undefined) {
    if ((req.get('sec-fetch-site') ?? 'same-origin') === 'same-origin') return;
    throw refused();
  }
  if (origin === new URL(publicUrl).origin || corsOrigins.includes(origin)) return;
  // Reached by another name than the public one, as localhost: the page is still of the host that it asks.
  if (URL.canParse(origin) && new URL(origin).host === req.get('host')) return;
  throw refused();
}

function sign(key: Buffer, sessionId: string): string {
  return createHmac('sha256', key).update(sessionId).digest('base64url');
}

function refused(): AppError {
  return new AppError({ code: 'auth.csrf_failed' });
}
