import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { organizationSchema } from '../../../contracts/organization.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { requireOrganization, toOrganization } from './organization-view.ts';

/** One organization of the installation. */
export const getOrganization = defineEndpoint({
  id: 'getOrganization',
  method: 'get',
  path: '/api/v1/organizations/{id}',
  tag: 'organizations',
  summary: 'Get one organization',
  auth: 'operator',
  params: idParamsSchema,
  responses: { 200: { description: 'The organization.', schema: organizationSchema } },
  errors: ['organization.not_found'],
  handle: async ({ deps, params }) => {
    const row = await deps.inOrg(params.id, requireOrganization);
    return { status: 200, body: toOrganization(row) };
  },
});
