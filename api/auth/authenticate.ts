import type { Request } from 'express';
import { AppError } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import { refuseForged } from './csrf.ts';
import type { Operator, Principal } from './principal.ts';
import { readSessionCookies } from './session-cookies.ts';

/** A bearer credential of a request: one token, one space. Source: RFC 6750, section 2.1. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i;

/**
 * Who asks: by the `Authorization` header (an access token or an API key), else by the session cookie, which a change
 * must come with a CSRF token. A header that is there is never passed over for the cookie. Throws `auth.required`.
 */
export async function authenticate(deps: ApiDeps, req: Request): Promise<Principal | Operator> {
  const header = req.get('authorization');
  if (header !== undefined) return byHeader(deps, BEARER.exec(header)?.[1]);
  const { access } = readSessionCookies(req, deps.settings.publicUrl);
  if (!access) throw new AppError({ code: 'auth.required' });
  const bearer = await deps.tokens.verify(access);
  if (bearer.kind !== 'user') throw new AppError({ code: 'auth.required' });
  refuseForged(deps.tokenKeys, req, bearer.sessionId, deps.settings);
  return deps.gate.person(bearer);
}

async function byHeader(deps: ApiDeps, credential: string | undefined): Promise<Principal | Operator> {
  if (!credential) throw new AppError({ code: 'auth.required' });
  if (credential.startsWith('ck_')) return deps.gate.apiKey(credential);
  const bearer = await deps.tokens.verify(credential);
  return bearer.kind === 'operator' ? deps.gate.operator(bearer) : deps.gate.person(bearer);
}
