import type { Request } from 'express';
import { refreshSchema, sessionAnswerSchema } from '../../../contracts/auth.schema.ts';
import { rotateRefreshToken } from '../../../db/identity/rotate-refresh-token.ts';
import { recordAudit } from '../../../db/audit/record-audit.ts';
import { AppError } from '../../../domain/errors.ts';
import { refuseUnlessRepeated } from '../../auth/csrf.ts';
import { sessionAnswer } from '../../auth/issue-session.ts';
import { successorsOf } from '../../auth/refresh-token.ts';
import { clearSessionCookies, readSessionCookies } from '../../auth/session-cookies.ts';
import type { ApiDeps, Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { requestIdOf } from '../../http/request-log.ts';

/** Rotates a refresh token; a lost answer is given again for ten seconds, any later use of an old token ends the session. */
export const refresh = defineEndpoint({
  id: 'refresh',
  method: 'post',
  path: '/api/v1/auth/refresh',
  tag: 'auth',
  summary: 'Rotate the refresh token',
  description:
    'Each token works once. Sent again within ten seconds it gets the same successor; later, or when it is older than the last, the whole session ends. A browser sends `{}` with its cookie and `X-CSRF-Token`.',
  auth: 'none',
  body: refreshSchema,
  responses: { 200: { description: 'The next tokens.', schema: sessionAnswerSchema } },
  errors: ['auth.refresh_refused', 'auth.csrf_failed'],
  handle: async ({ deps, req, res, body }) => {
    const token = body.refreshToken ?? cookieToken(deps, req);
    const rotation = await rotateRefreshToken(deps.pool, {
      token,
      successors: successorsOf(deps.tokenKeys, token),
      onReuse: (tx, reused) => auditReuse(tx, req, reused),
    });
    if (rotation.ok) return { status: 200, body: await sessionAnswer(deps, res, rotation) };
    if (rotation.reason === 'reused') {
      deps.gate.forget();
      const about = { requestId: requestIdOf(req), code: 'auth.refresh_refused' };
      req.log.warn(about, 'a used refresh token came back; its session was ended');
    }
    if (body.refreshToken === undefined) clearSessionCookies(res, deps.settings.publicUrl);
    throw new AppError({ code: 'auth.refresh_refused' });
  },
});

/** The refresh token of a browser, which must show that our own page asks; throws where there is none. */
function cookieToken(deps: ApiDeps, req: Request): string {
  const cookies = readSessionCookies(req, deps.settings.publicUrl);
  if (!cookies.refresh) throw new AppError({ code: 'auth.refresh_refused' });
  refuseUnlessRepeated(req, cookies.csrf, deps.settings);
  return cookies.refresh;
}

function auditReuse(tx: Tx, req: Request, reused: { sessionId: string; generation: number }): Promise<void> {
  return recordAudit(tx, {
    actor: { kind: 'system', id: 'refresh' },
    action: 'session.reuse_detected',
    target: { kind: 'session', id: reused.sessionId },
    detail: { generation: reused.generation },
    ip: req.ip,
    requestId: requestIdOf(req),
  });
}
