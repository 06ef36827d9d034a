import { z } from 'zod';
import { CAMPAIGN_STATES, campaignSchema } from '../../../contracts/campaign.schema.ts';
import { pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { type CampaignRow, toCampaign } from './campaign-row.ts';

/** Campaigns, newest first. */
export const listCampaigns = defineEndpoint({
  id: 'listCampaigns',
  method: 'get',
  path: '/api/v1/campaigns',
  tag: 'campaigns',
  summary: 'List campaigns',
  auth: 'user',
  query: pageQuerySchema.extend({ state: z.enum(CAMPAIGN_STATES).optional() }),
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(campaignSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { rows } = await inOrg((tx) =>
      tx.query<CampaignRow>(
        `SELECT * FROM campaign WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR state = $2)
         ORDER BY id DESC LIMIT $3`,
        [before, query.state ?? null, query.limit + 1],
      ),
    );
    return { status: 200, body: toPage(rows, query.limit, (row) => row.id, toCampaign) };
  },
});
