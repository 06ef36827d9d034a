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
import type { Tx } from '../../deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoint.ts';
import { type Asking, audited } from '../../http/audited.ts';
import { askWorkflow } from '../../temporal/ask-workflow.ts';
import { type CampaignRow, campaignById, campaignEtag, toCampaign } from './campaign-row.ts';

interface Steering {
  readonly id: string;
  readonly verb: 'pause' | 'resume' | 'cancel';
  readonly summary: string;
  readonly update: UpdateDefinition<CampaignProgress, [SteerCampaignInput]>;
}

/** What each verb makes of the run, and what the audit log calls it. */
const ENDS = {
  pause: { phase: 'paused', action: 'campaign.paused' },
  resume: { phase: 'running', action: 'campaign.resumed' },
  cancel: { phase: 'completing', action: 'campaign.canceled' },
} as const;

/** Longest wait for an Update to be in force. */
const STEER_DEADLINE_MS = 5_000;

/**
 * An endpoint that steers a running campaign by one Update of its workflow, so that the answer means "in force". When
 * Temporal does not answer, 503: the Update may or may not have been taken, and repeating it is harmless. The audit log
 * tells of an order that came into force, and of none that changed nothing.
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
    handle: async (context) => {
      const { deps, inOrg, principal, params, body, requestId } = context;
      const before = await inOrg((tx) => steeredById(tx, params.id));
      refuseUnlessOpen(before);
      const input = { by: actorIdOf(principal), ...(body.reason !== undefined && { reason: body.reason }) };
      const inForce = await askWorkflow(deps, STEER_DEADLINE_MS, 'campaign.already_finished', () =>
        deps.temporal.workflow
          .getHandle(campaignWorkflowId(params.id))
          .executeUpdate(update, { args: [input], updateId: `${verb}:${requestId}` }),
      );
      const after = await inOrg(async (tx) => {
        const steered = await campaignById(tx, params.id);
        // Only once the run has taken it: a transaction around the Update would hold up the organization's other entries.
        if (isChange(verb, before, inForce)) await tell(context, tx, verb, before.id, inForce);
        return steered;
      });
      return { status: 200, headers: { ETag: campaignEtag(after) }, body: toCampaign(after) };
    },
  });
}

function refuseUnlessOpen({ state }: CampaignRow): void {
  if (state === 'draft') throw new AppError({ code: 'campaign.not_running' });
  if (state === 'completed' || state === 'canceled')
    throw new AppError({ code: 'campaign.already_finished' });
}

type SteeredRow = CampaignRow & { control_version: number | null };

async function steeredById(tx: Tx, id: string): Promise<SteeredRow> {
  const { rows } = await tx.query<SteeredRow>(
    `SELECT c.*, k.version AS control_version
       FROM campaign c LEFT JOIN campaign_control k ON k.org_id = c.org_id AND k.campaign_id = c.id
      WHERE c.id = $1`,
    [id],
  );
  if (!rows[0]) throw new AppError({ code: 'campaign.not_found' });
  return rows[0];
}

/**
 * Whether an order in force was not so before. It counts one version up; more of them say that it was otherwise in
 * between, and none that the run had taken this very request already.
 */
function isChange(verb: Steering['verb'], before: SteeredRow, inForce: CampaignProgress): boolean {
  if (inForce.phase !== ENDS[verb].phase) return false;
  const versions = inForce.controlVersion - Number(before.control_version);
  return versions > 1 || (versions === 1 && before.state !== inForce.phase);
}

function tell(
  asking: Asking,
  tx: Tx,
  verb: Steering['verb'],
  id: string,
  { controlVersion }: CampaignProgress,
): Promise<void> {
  const target = { kind: 'campaign', id };
  return audited(asking, tx, { action: ENDS[verb].action, target, detail: { controlVersion } });
}
