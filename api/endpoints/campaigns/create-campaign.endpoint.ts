import {
  campaignSchema,
  type CreateCampaign,
  createCampaignSchema,
} from '../../../contracts/campaign.schema.ts';
import { AppError, type FieldFault } from '../../../domain/errors.ts';
import type { Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audited } from '../../http/audited.ts';
import { campaignById, campaignEtag, toCampaign } from './campaign-row.ts';

/** Makes a draft of a campaign; nothing is dialled before its start. */
export const createCampaign = defineEndpoint({
  id: 'createCampaign',
  method: 'post',
  path: '/api/v1/campaigns',
  tag: 'campaigns',
  summary: 'Create a campaign',
  auth: 'user',
  idempotent: true,
  body: createCampaignSchema,
  responses: {
    201: {
      description: 'The draft.',
      schema: campaignSchema,
      headers: { Location: 'Its address.', ETag: 'Its version.' },
    },
  },
  errors: [],
  handle: async (context) => {
    const { inOrg, principal, body } = context;
    const row = await inOrg(async (tx) => {
      await checkReferences(tx, body);
      const id = await insert(tx, principal.orgId, principal.userId, body);
      const made = await campaignById(tx, id);
      await audited(context, tx, { action: 'campaign.created', target: { kind: 'campaign', id } });
      return made;
    });
    return {
      status: 201,
      headers: { Location: `/api/v1/campaigns/${row.id}`, ETag: campaignEtag(row) },
      body: toCampaign(row),
    };
  },
});

/** Every reference must be a row of this organization; each that is not is a fault at its pointer. */
async function checkReferences(tx: Tx, body: CreateCampaign): Promise<void> {
  // Held, so that the flow cannot be deleted before the campaign is there to forbid it.
  await tx.query('SELECT FROM flow WHERE id = $1 FOR KEY SHARE', [body.flowId]);
  const { rows } = await tx.query<{ list: boolean; flow: boolean; number: boolean }>(
    `SELECT EXISTS (SELECT FROM call_list WHERE id = $1) AS list,
            EXISTS (SELECT FROM flow WHERE id = $2 AND deleted_at IS NULL) AS flow,
            EXISTS (SELECT FROM phone_number WHERE id = $3) AS number`,
    [body.callListId, body.flowId, body.phoneNumberId],
  );
  const known = rows[0];
  const errors: FieldFault[] = [];
  const missing = (pointer: string, message: string) => errors.push({ pointer, code: 'not_found', message });
  if (!known?.list) missing('/callListId', 'There is no such call list.');
  if (!known?.flow) missing('/flowId', 'There is no such flow.');
  if (!known?.number) missing('/phoneNumberId', 'There is no such phone number.');
  if (errors.length > 0) throw new AppError({ code: 'request.not_valid', errors });
}

async function insert(tx: Tx, orgId: string, userId: string | null, body: CreateCampaign): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO campaign (org_id, created_by, name, call_list_id, flow_id, phone_number_id, purpose,
       window_start_minute, window_end_minute, weekdays, max_attempts, retry_delay_minutes, cap_per_number,
       cap_window_hours, max_concurrent, pace_cps, budget_micros, cost_per_call_micros, ring_timeout_seconds,
       machine_detection)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
     RETURNING id`,
    [
      orgId,
      userId,
      body.name,
      body.callListId,
      body.flowId,
      body.phoneNumberId,
      body.purpose,
      body.window.startMinute,
      body.window.endMinute,
      body.window.weekdays,
      body.maxAttempts,
      JSON.stringify(body.retryDelayMinutes),
      body.capPerNumber,
      body.capWindowHours,
      body.maxConcurrent,
      body.paceCps,
      body.budgetMicros,
      body.costPerCallMicros,
      body.ringTimeoutSeconds,
      body.machineDetection,
    ],
  );
  const id = rows[0]?.id;
  if (!id) throw new AppError({ code: 'internal.unexpected', message: 'The campaign was not written.' });
  return id;
}
