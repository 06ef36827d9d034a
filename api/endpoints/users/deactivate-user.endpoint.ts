import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { revokeInvitation } from '../../../db/identity/invitation.ts';
import { changeUser } from '../../../db/identity/user.ts';
import { audit } from '../../auth/audit.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { refuseToLoseLastAdmin } from './keep-an-admin.ts';
import { requireUser } from './user-view.ts';

/**
 * Closes an account and ends its sessions and the API keys it made, or takes an invitation back. What the person did
 * keeps their name.
 */
export const deactivateUser = defineEndpoint({
  id: 'deactivateUser',
  method: 'delete',
  path: '/api/v1/users/{id}',
  tag: 'users',
  summary: 'Deactivate a user, or take an invitation back',
  description: 'The sessions of the user end, and the API keys that the user made are revoked, for good.',
  auth: 'user',
  params: idParamsSchema,
  responses: { 204: { description: 'Closed; the sessions and API keys have ended.' } },
  errors: ['user.not_found', 'user.last_admin'],
  handle: async ({ deps, req, inOrg, principal, params, afterCommit }) => {
    await inOrg(async (tx) => {
      const row = await requireUser(tx, params.id);
      if (row.state === 'invited') {
        await revokeInvitation(tx, row.id);
        const target = { kind: 'invitation', id: row.id };
        return audit(tx, { req, principal }, { action: 'invitation.revoked', target });
      }
      await refuseToLoseLastAdmin(tx, row.id);
      const revokedApiKeys = await changeUser(tx, row.id, { isDisabled: true });
      const target = { kind: 'user', id: row.id };
      const deed = { action: 'user.deactivated', target, detail: { revokedApiKeys } };
      return audit(tx, { req, principal }, deed);
    });
    afterCommit(async () => deps.gate.forget());
    return { status: 204 };
  },
});
