import { z } from 'zod';
import { CAMPAIGN_STATES, campaignSchema } from '../../../contracts/campaign.schema.ts';
import { idSchema } from '../../../contracts/common.schema.ts';
import { defineList } from '../../define-list.ts';
import { type CampaignRow, toCampaign } from './campaign-row.ts';

/** Campaigns. */
export const listCampaigns = defineList({
  id: 'listCampaigns',
  path: '/api/v1/campaigns',
  tag: 'campaigns',
  summary: 'List campaigns',
  item: campaignSchema,
  select: 'SELECT * FROM campaign',
  key: ['id', 'id'],
  sorts: { createdAt: 'id', name: 'name' },
  sort: '-createdAt',
  filters: {
    state: z.enum(CAMPAIGN_STATES).optional(),
    callListId: idSchema.optional(),
    flowId: idSchema.optional(),
  },
  where: ({ query }) => [
    ['state = $', query.state],
    ['call_list_id = $', query.callListId],
    ['flow_id = $', query.flowId],
  ],
  toItem: (row: CampaignRow) => toCampaign(row),
});
