import { campaignProgressSchema } from '../../../contracts/campaign.schema.ts';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { campaignWorkflowId } from '../../../contracts/names.ts';
import {
  type CampaignProgress,
  campaignProgressQuery,
} from '../../../workflows/run-campaign/run-campaign.messages.ts';
import type { ApiDeps } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { campaignFigures, toCampaignProgress } from './campaign-figures.ts';

/** Longest wait for the workflow; the figures of the database answer without it. */
const QUERY_DEADLINE_MS = 1_000;

/** Where a campaign stands: its workflow's own words and the counters of the database, which alone are enough. */
export const getCampaignProgress = defineEndpoint({
  id: 'getCampaignProgress',
  method: 'get',
  path: '/api/v1/campaigns/{id}/progress',
  tag: 'campaigns',
  summary: 'Live progress, asked of the workflow and counted in the database',
  auth: 'user',
  params: idParamsSchema,
  responses: { 200: { description: 'Where it stands.', schema: campaignProgressSchema } },
  errors: ['campaign.not_found'],
  handle: async ({ deps, inOrg, params }) => {
    const figures = await inOrg((tx) => campaignFigures(tx, params.id));
    const run = figures.campaign.started_at ? await askRun(deps, params.id) : null;
    return { status: 200, body: toCampaignProgress(figures, run) };
  },
});

/** The run's own progress; null whenever it cannot be had in time, whatever the reason. */
async function askRun(deps: ApiDeps, id: string): Promise<CampaignProgress | null> {
  try {
    return await deps.temporal.connection.withDeadline(Date.now() + QUERY_DEADLINE_MS, () =>
      deps.temporal.workflow.getHandle(campaignWorkflowId(id)).query(campaignProgressQuery),
    );
  } catch (thrown) {
    deps.logger.debug({ err: thrown, campaignId: id }, 'campaign run did not answer its query');
    return null;
  }
}
