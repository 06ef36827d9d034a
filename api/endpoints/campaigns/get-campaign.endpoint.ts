import { campaignSchema } from '../../../contracts/campaign.schema.ts';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { campaignById, campaignEtag, toCampaign } from './campaign-row.ts';

/** One campaign with its ETag. */
export const getCampaign = defineEndpoint({
  id: 'getCampaign',
  method: 'get',
  path: '/api/v1/campaigns/{id}',
  tag: 'campaigns',
  summary: 'Get a campaign',
  auth: 'user',
  params: idParamsSchema,
  responses: {
    200: { description: 'The campaign.', schema: campaignSchema, headers: { ETag: 'Its version.' } },
  },
  errors: ['campaign.not_found'],
  handle: async ({ inOrg, params }) => {
    const row = await inOrg((tx) => campaignById(tx, params.id));
    return { status: 200, headers: { ETag: campaignEtag(row) }, body: toCampaign(row) };
  },
});
