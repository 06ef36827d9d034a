import type { Request } from 'express';
import { AppError } from '../../domain/errors.ts';

/** The bearer token of a request; throws `auth.required` when there is none. Source: RFC 6750, section 2.1. */
export function bearerOf(req: Request): string {
  const [, token] = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(req.get('authorization') ?? '') ?? [];
  if (!token) throw new AppError({ code: 'auth.required' });
  return token;
}
