import { userSessionParamsSchema } from '../../../contracts/user.schema.ts';
import { revokeSession } from '../../../db/identity/session.ts';
import { AppError } from '../../../domain/errors.ts';
import { audit } from '../../auth/audit.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { requireOwnOrAdmin } from './own-or-admin.ts';

/** Signs a user out of one device; people do so to their own sessions, admins to everybody's. */
export const revokeUserSession = defineEndpoint({
  id: 'revokeUserSession',
  method: 'delete',
  path: '/api/v1/users/{id}/sessions/{sessionId}',
  tag: 'users',
  summary: 'Revoke a session',
  description: 'Its refresh token ends at once, its access token within two seconds.',
  auth: 'user',
  params: userSessionParamsSchema,
  responses: { 204: { description: 'It has ended.' } },
  errors: ['user.not_found', 'session.not_found'],
  handle: async ({ deps, req, inOrg, principal, params, afterCommit }) => {
    await inOrg(async (tx) => {
      await requireOwnOrAdmin(tx, principal, params.id);
      const { rowCount } = await tx.query('SELECT id FROM user_session WHERE id = $1 AND user_id = $2', [
        params.sessionId,
        params.id,
      ]);
      if (!rowCount) throw new AppError({ code: 'session.not_found' });
      // One that had ended already is what was asked for.
      if (!(await revokeSession(tx, params.sessionId, 'revoked'))) return;
      const target = { kind: 'session', id: params.sessionId };
      await audit(tx, { req, principal }, { action: 'session.revoked', target });
    });
    afterCommit(async () => deps.gate.forget());
    return { status: 204 };
  },
});
