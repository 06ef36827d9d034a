import { campaignSchema } from '../../../contracts/campaign.schema.ts';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { startNow } from '../../temporal/ensure-workflow.ts';
import { recordStart } from './record-start.ts';
import { campaignEtag, toCampaign } from './campaign-row.ts';

/**
 * Starts a campaign. One transaction pins the flow's live version and makes it running; its workflow is started after
 * the commit, and by the outbox relay should that fail. Started twice it starts once and answers the same.
 */
export const startCampaign = defineEndpoint({
  id: 'startCampaign',
  method: 'post',
  path: '/api/v1/campaigns/{id}/start',
  tag: 'campaigns',
  summary: 'Start a campaign',
  auth: 'user',
  idempotent: true,
  params: idParamsSchema,
  responses: {
    202: { description: 'It is running.', schema: campaignSchema, headers: { ETag: 'Its version.' } },
  },
  errors: [
    'campaign.not_found',
    'campaign.already_finished',
    'campaign.not_startable',
    'service.unavailable',
  ],
  handle: async (context) => {
    const { deps, inOrg, principal, params, afterCommit } = context;
    const row = await inOrg((tx) => recordStart(tx, context, params.id));
    afterCommit(() =>
      startNow(() => deps.starter.startCampaign({ orgId: principal.orgId, campaignId: params.id })),
    );
    return { status: 202, headers: { ETag: campaignEtag(row) }, body: toCampaign(row) };
  },
});
