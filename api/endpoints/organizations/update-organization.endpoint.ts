import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { organizationSchema, updateOrganizationSchema } from '../../../contracts/organization.schema.ts';
import { changeOrganization } from '../../../db/identity/organization-row.ts';
import { audit } from '../../auth/audit.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { requireOrganization, toOrganization } from './organization-view.ts';

/** Renames an organization, closes it or opens it again. */
export const updateOrganization = defineEndpoint({
  id: 'updateOrganization',
  method: 'put',
  path: '/api/v1/organizations/{id}',
  tag: 'organizations',
  summary: 'Update an organization',
  description: 'What is left out stays.',
  auth: 'operator',
  params: idParamsSchema,
  body: updateOrganizationSchema,
  responses: { 200: { description: 'The organization.', schema: organizationSchema } },
  errors: ['organization.not_found'],
  handle: async ({ deps, req, principal, params, body }) => {
    const row = await deps.inOrg(params.id, async (tx) => {
      const before = await requireOrganization(tx);
      await changeOrganization(tx, body);
      const after = await requireOrganization(tx);
      const target = { kind: 'organization', id: params.id };
      const isClosed = after.closed_at !== null;
      const changed = [
        ...(before.name === after.name ? [] : ['name']),
        ...((before.closed_at !== null) === isClosed ? [] : ['isClosed']),
      ];
      const deed = { action: 'organization.updated', target, detail: { changed, isClosed } };
      if (changed.length > 0) await audit(tx, { req, principal }, deed);
      return after;
    });
    deps.gate.forget();
    return { status: 200, body: toOrganization(row) };
  },
});
