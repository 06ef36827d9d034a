import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { updateUserSchema, userSchema } from '../../../contracts/user.schema.ts';
import { changeUser } from '../../../db/identity/user.ts';
import { AppError } from '../../../domain/errors.ts';
import { audit } from '../../auth/audit.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { refuseToLoseLastAdmin } from './keep-an-admin.ts';
import { requireUser, toUser } from './user-view.ts';

/** Changes a user's name or role, closes an account or opens it again. */
export const updateUser = defineEndpoint({
  id: 'updateUser',
  method: 'put',
  path: '/api/v1/users/{id}',
  tag: 'users',
  summary: 'Change a user',
  description:
    'What is left out stays. A changed role or a closed account holds within two seconds. A lower role and a closed account revoke the API keys that the user made, for good.',
  auth: 'user',
  params: idParamsSchema,
  body: updateUserSchema,
  responses: { 200: { description: 'The user.', schema: userSchema } },
  errors: ['user.not_found', 'user.invited', 'user.last_admin'],
  handle: async ({ deps, req, inOrg, principal, params, body, afterCommit }) => {
    const row = await inOrg(async (tx) => {
      const before = await requireUser(tx, params.id);
      if (before.state === 'invited') throw new AppError({ code: 'user.invited' });
      const isLeavingAdmins = body.isDisabled || (body.role ?? 'admin') !== 'admin';
      if (isLeavingAdmins) await refuseToLoseLastAdmin(tx, params.id);
      const revokedApiKeys = await changeUser(tx, params.id, body);
      const after = await requireUser(tx, params.id);
      const detail = { role: [before.role, after.role], state: [before.state, after.state], revokedApiKeys };
      const target = { kind: 'user', id: params.id };
      await audit(tx, { req, principal }, { action: 'user.updated', target, detail });
      return after;
    });
    afterCommit(async () => deps.gate.forget());
    return { status: 200, body: toUser(row) };
  },
});
