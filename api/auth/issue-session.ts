import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { sessionAnswerSchema } from '../../contracts/auth.schema.ts';
import { openSession, type StandingSession } from '../../db/identity/session.ts';
import type { ApiDeps, Tx } from '../deps.ts';
import { ACCESS_TOKEN_SECONDS } from './access-token.ts';
import { csrfTokenOf } from './csrf.ts';
import { newRefreshToken } from './refresh-token.ts';
import { setSessionCookies } from './session-cookies.ts';

/** A session with the refresh token that nobody has yet. */
export interface IssuedSession {
  readonly session: StandingSession;
  readonly refreshToken: string;
}

/** Opens a session for who has just proved to be a user; null when the account or its organization is closed. */
export async function issueSession(
  tx: Tx,
  req: Request,
  { userId, kind }: { userId: string; kind: 'api' | 'web' },
): Promise<IssuedSession | null> {
  const refreshToken = newRefreshToken();
  const session = await openSession(tx, {
    userId,
    kind,
    refreshToken,
    userAgent: req.get('user-agent') ?? null,
    ip: req.ip ?? null,
  });
  return session && { session, refreshToken };
}

/** Hands a session over: its tokens as the body, or to a browser as cookies. EFFECT: sets cookies of a web session. */
export async function sessionAnswer(
  deps: ApiDeps,
  res: Response,
  { session, refreshToken }: IssuedSession,
): Promise<z.input<typeof sessionAnswerSchema>> {
  const accessToken = await deps.tokens.sign({ ...session, kind: 'user' });
  const ends = {
    expiresInSeconds: ACCESS_TOKEN_SECONDS,
    sessionExpiresAt: session.expiresAt.toISOString(),
  };
  if (session.kind === 'api')
    return { session: 'api', accessToken, tokenType: 'Bearer', refreshToken, ...ends };
  const csrfToken = csrfTokenOf(deps.tokenKeys, session.sessionId);
  const seconds = Math.floor((session.expiresAt.getTime() - deps.clock.wallMs()) / 1000);
  setSessionCookies(
    res,
    deps.settings.publicUrl,
    { access: accessToken, refresh: refreshToken, csrf: csrfToken },
    seconds,
  );
  return { session: 'web', csrfToken, ...ends };
}
