import { revokeSession } from '../../../db/identity/session.ts';
import { audit } from '../../auth/audit.ts';
import { clearSessionCookies } from '../../auth/session-cookies.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** Ends the session that asks: its access token, its refresh tokens and its cookies. */
export const logout = defineEndpoint({
  id: 'logout',
  method: 'post',
  path: '/api/v1/auth/logout',
  tag: 'auth',
  summary: 'Log out: the session and its refresh tokens end',
  auth: 'person',
  responses: { 204: { description: 'Signed out.' } },
  errors: [],
  handle: async ({ deps, req, res, inOrg, principal, afterCommit }) => {
    await inOrg(async (tx) => {
      await revokeSession(tx, principal.sessionId, 'logout');
      const target = { kind: 'session', id: principal.sessionId };
      await audit(tx, { req, principal }, { action: 'session.closed', target });
    });
    afterCommit(async () => deps.gate.forget());
    clearSessionCookies(res, deps.settings.publicUrl);
    return { status: 204 };
  },
});
