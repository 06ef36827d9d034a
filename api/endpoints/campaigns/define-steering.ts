import type { UpdateDefinition } from '@temporalio/common';
import { campaignSchema, steerCampaignSchema } from '../../../contracts/campaign.schema.ts';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { campaignWorkflowId } from '../../../contracts/names.ts';
import { AppError } from '../../../domain/errors.ts';
import type {
  CampaignProgress,
  SteerCampaignInput,
} from '../../../workflows/run-campaign/run-campaign.messages.ts';
import { actorIdOf } from '../../auth/principal.ts';
import { defineEndpoint, type Endpoint } from '../../endpoint.ts';
import { askWorkflow } from '../../temporal/ask-workflow.ts';
import { type CampaignRow, campaignById, campaignEtag, toCampaign } from './campaign-row.ts';

interface Steering {
  readonly id: string;
  readonly verb: 'pause' | 'resume' | 'cancel';
  readonly summary: string;
  readonly update: UpdateDefinition<CampaignProgress, [SteerCampaignInput]>;
}

/** Longest wait for an Update to be in force. */
const STEER_DEADLINE_MS = 5_000;

/**
 * An endpoint that steers a running campaign by one Update of its workflow, so that the answer means "in force". When
 * Temporal does not answer, 503: the Update may or may not have been taken, and repeating it is harmless.
 */
export function defineSteering({ id, verb, summary, update }: Steering): Endpoint {
  return defineEndpoint({
    id,
    method: 'post',
    path: `/api/v1/campaigns/{id}/${verb}`,
    tag: 'campaigns',
    summary,
    auth: 'user',
    idempotent: true,
    params: idParamsSchema,
    body: steerCampaignSchema,
    responses: {
      200: { description: 'In force.', schema: campaignSchema, headers: { ETag: 'Its version.' } },
    },
    errors: [
      'campaign.not_found',
      'campaign.not_running',
      'campaign.already_finished',
      'service.unavailable',
    ],
    handle: async ({ deps, inOrg, principal, params, body, requestId }) => {
      const before = await inOrg((tx) => campaignById(tx, params.id));
      refuseUnlessOpen(before);
      const input = { by: actorIdOf(principal), ...(body.reason !== undefined && { reason: body.reason }) };
      await askWorkflow(deps, STEER_DEADLINE_MS, 'campaign.already_finished', () =>
        deps.temporal.workflow
          .getHandle(campaignWorkflowId(params.id))
          .executeUpdate(update, { args: [input], updateId: `${verb}:${requestId}` }),
      );
      const after = await inOrg((tx) => campaignById(tx, params.id));
      return { status: 200, headers: { ETag: campaignEtag(after) }, body: toCampaign(after) };
    },
  });
}

function refuseUnlessOpen({ state }: CampaignRow): void {
  if (state === 'draft') throw new AppError({ code: 'campaign.not_running' });
  if (state === 'completed' || state === 'canceled')
    throw new AppError({ code: 'campaign.already_finished' });
}
