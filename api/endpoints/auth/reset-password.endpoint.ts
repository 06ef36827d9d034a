import { resetPasswordSchema } from '../../../contracts/auth.schema.ts';
import { findOneTimeToken } from '../../../db/identity/one-time-token.ts';
import { usePasswordReset } from '../../../db/identity/password-reset.ts';
import { proveAddress } from '../../../db/identity/proven-address.ts';
import { setPassword } from '../../../db/identity/user.ts';
import { AppError } from '../../../domain/errors.ts';
import { auditUser } from '../../auth/audit.ts';
import { hashPassword } from '../../../db/identity/password.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { refuseCommonPassword } from './refuse-common-password.ts';

/** Sets a new password by a mailed token, once; every session of the account ends. */
export const resetPassword = defineEndpoint({
  id: 'resetPassword',
  method: 'post',
  path: '/api/v1/auth/password/reset',
  tag: 'auth',
  summary: 'Reset a password with the mailed token',
  auth: 'none',
  body: resetPasswordSchema,
  responses: { 204: { description: 'The new password holds; every session of the account has ended.' } },
  errors: ['auth.token_not_valid'],
  handle: async ({ deps, req, body }) => {
    refuseCommonPassword(body.password, '/password');
    const found = await findOneTimeToken(deps.pool, 'password_reset', body.token);
    if (!found) throw new AppError({ code: 'auth.token_not_valid' });
    const passwordHash = await hashPassword(body.password);
    const user = await deps.inOrg(found.orgId, async (tx) => {
      const used = await usePasswordReset(tx, found.id);
      if (!used) throw new AppError({ code: 'auth.token_not_valid' });
      await setPassword(tx, used.userId, passwordHash, 'password_reset');
      await proveAddress(tx, used.userId);
      const target = { kind: 'user', id: used.userId };
      await auditUser(tx, req, used.userId, { action: 'user.password_reset', target });
      return used;
    });
    deps.gate.forget();
    await deps.tries.succeed('login', { address: req.ip ?? 'unknown', account: `user|${user.email}` });
    return { status: 204 };
  },
});
