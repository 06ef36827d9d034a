import { changePasswordSchema, sessionAnswerSchema } from '../../../contracts/auth.schema.ts';
import { standingSession } from '../../../db/identity/session.ts';
import { setPassword } from '../../../db/identity/user.ts';
import { AppError } from '../../../domain/errors.ts';
import { audit } from '../../auth/audit.ts';
import { issueSession, sessionAnswer } from '../../auth/issue-session.ts';
import { hashPassword, passwordFits } from '../../../db/identity/password.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { refuseCommonPassword } from './refuse-common-password.ts';

/** Changes one's own password; every session ends, and the answer begins a new one for who asked. */
export const changePassword = defineEndpoint({
  id: 'changePassword',
  method: 'post',
  path: '/api/v1/auth/password/change',
  tag: 'auth',
  summary: 'Change the password',
  description: 'Every session of the account ends; the answer is a new one of the same kind.',
  auth: 'person',
  body: changePasswordSchema,
  responses: { 200: { description: 'Changed, with a new session.', schema: sessionAnswerSchema } },
  errors: ['auth.bad_credentials', 'auth.throttled'],
  handle: async ({ deps, req, res, inOrg, principal, body, afterCommit }) => {
    refuseCommonPassword(body.newPassword, '/newPassword');
    const trier = { address: req.ip ?? 'unknown', account: `change|${principal.userId}` };
    await deps.tries.begin('login', trier);
    const stored = await inOrg(async (tx) => {
      const { rows } = await tx.query<{ password_hash: string }>(
        'SELECT password_hash FROM "user" WHERE id = $1',
        [principal.userId],
      );
      return rows[0]?.password_hash ?? null;
    });
    if (!(await passwordFits(body.currentPassword, stored)))
      throw new AppError({ code: 'auth.bad_credentials', message: 'The current password is wrong.' });
    await deps.tries.succeed('login', trier);
    const passwordHash = await hashPassword(body.newPassword);
    const issued = await inOrg(async (tx) => {
      const asking = await standingSession(tx, principal.sessionId);
      await setPassword(tx, principal.userId, passwordHash, 'password_changed');
      const session =
        asking && (await issueSession(tx, req, { userId: principal.userId, kind: asking.kind }));
      if (!session) throw new AppError({ code: 'auth.required' });
      const target = { kind: 'user', id: principal.userId };
      await audit(tx, { req, principal }, { action: 'user.password_changed', target });
      return session;
    });
    afterCommit(async () => deps.gate.forget());
    return { status: 200, body: await sessionAnswer(deps, res, issued) };
  },
});
