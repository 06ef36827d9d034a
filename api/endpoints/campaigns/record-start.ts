import { recordEvent } from '../../../db/webhooks/record-event.ts';
import { AppError, type FieldFault } from '../../../domain/errors.ts';
import type { Principal } from '../../auth/principal.ts';
import type { Tx } from '../../deps.ts';
import { type Asking, audited } from '../../http/audited.ts';
import { recordEnsureWorkflow } from '../../temporal/ensure-workflow.ts';
import { type CampaignRow, campaignById } from './campaign-row.ts';

/**
 * Makes a draft running: checks it, pins the live version of its flow, writes its control and counter rows and the
 * outbox row of its workflow, and last who did so. A campaign that is already open is returned as it is. Throws
 * `campaign.not_startable` with every fault and `campaign.already_finished`.
 */
export async function recordStart(
  tx: Tx,
  asking: Asking & { principal: Principal },
  id: string,
): Promise<CampaignRow> {
  const { principal } = asking;
  const campaign = await campaignById(tx, id, true);
  if (campaign.state === 'completed' || campaign.state === 'canceled') {
    throw new AppError({ code: 'campaign.already_finished' });
  }
  if (campaign.state !== 'draft' && campaign.state !== 'scheduled') return campaign;
  const flowVersionId = await startableVersion(tx, campaign);
  await tx.query(
    `UPDATE campaign SET state = 'running', flow_version_id = $2, started_at = clock_timestamp(), revision = revision + 1
     WHERE id = $1`,
    [id, flowVersionId],
  );
  await tx.query(
    `INSERT INTO campaign_control (org_id, campaign_id, version, paused, canceled, pace_cps, max_concurrent, budget_micros, updated_by)
     VALUES ($1, $2, 1, false, false, $3, $4, $5, $6) ON CONFLICT (org_id, campaign_id) DO NOTHING`,
    [
      principal.orgId,
      id,
      campaign.pace_cps,
      campaign.max_concurrent,
      campaign.budget_micros,
      principal.userId,
    ],
  );
  await tx.query(
    'INSERT INTO campaign_counter (org_id, campaign_id) VALUES ($1, $2) ON CONFLICT (org_id, campaign_id) DO NOTHING',
    [principal.orgId, id],
  );
  await recordEnsureWorkflow(tx, principal.orgId, { campaignId: id });
  await recordEvent(tx, 'campaign.started', id);
  const started = await campaignById(tx, id);
  const target = { kind: 'campaign', id };
  await audited(asking, tx, { action: 'campaign.started', target, detail: { flowVersionId } });
  return started;
}

/** The flow version to pin; throws `campaign.not_startable` naming everything that is missing. */
async function startableVersion(tx: Tx, campaign: CampaignRow): Promise<string> {
  const { rows } = await tx.query<{ version: string | null; has_contacts: boolean; has_number: boolean }>(
    `SELECT (SELECT live_version_id FROM flow WHERE id = $1) AS version,
            EXISTS (SELECT FROM call_list_member WHERE call_list_id = $2) AS has_contacts,
            EXISTS (SELECT FROM phone_number WHERE id = $3) AS has_number`,
    [campaign.flow_id, campaign.call_list_id, campaign.phone_number_id],
  );
  const found = rows[0];
  const errors: FieldFault[] = [];
  if (!found?.version)
    errors.push({ pointer: '/flowId', code: 'not_published', message: 'The flow has no published version.' });
  if (!found?.has_contacts)
    errors.push({ pointer: '/callListId', code: 'empty', message: 'The call list has no contacts.' });
  if (!found?.has_number)
    errors.push({ pointer: '/phoneNumberId', code: 'not_found', message: 'The caller number is gone.' });
  if (errors.length > 0 || !found?.version) throw new AppError({ code: 'campaign.not_startable', errors });
  return found.version;
}
