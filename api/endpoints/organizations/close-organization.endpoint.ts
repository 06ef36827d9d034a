import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { changeOrganization } from '../../../db/identity/organization-row.ts';
import { audit } from '../../auth/audit.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { requireOrganization } from './organization-view.ts';

/** Closes an organization: nobody gets in any more, nothing of it is deleted. Doing it again changes nothing. */
export const closeOrganization = defineEndpoint({
  id: 'closeOrganization',
  method: 'delete',
  path: '/api/v1/organizations/{id}',
  tag: 'organizations',
  summary: 'Close an organization',
  description:
    'Its people and API keys are refused within two seconds; its rows stay, and PUT with `isClosed: false` opens it again.',
  auth: 'operator',
  params: idParamsSchema,
  responses: { 204: { description: 'It is closed.' } },
  errors: ['organization.not_found'],
  handle: async ({ deps, req, principal, params }) => {
    await deps.inOrg(params.id, async (tx) => {
      const { closed_at: closedAt } = await requireOrganization(tx);
      if (closedAt !== null) return;
      await changeOrganization(tx, { isClosed: true });
      const target = { kind: 'organization', id: params.id };
      await audit(tx, { req, principal }, { action: 'organization.closed', target });
    });
    deps.gate.forget();
    return { status: 204 };
  },
});
