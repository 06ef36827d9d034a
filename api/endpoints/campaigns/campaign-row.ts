import type { z } from 'zod';
import type { campaignSchema } from '../../../contracts/campaign.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import type { Tx } from '../../deps.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

type Campaign = z.input<typeof campaignSchema>;

/** A row of `campaign` as the driver gives it. */
export interface CampaignRow {
  id: string;
  name: string;
  state: Campaign['state'];
  call_list_id: string;
  flow_id: string;
  flow_version_id: string | null;
  phone_number_id: string;
  purpose: Campaign['purpose'];
  window_start_minute: number;
  window_end_minute: number;
  weekdays: number[];
  max_attempts: number;
  retry_delay_minutes: Campaign['retryDelayMinutes'];
  cap_per_number: number;
  cap_window_hours: number;
  max_concurrent: number;
  pace_cps: string | null;
  budget_micros: number | null;
  cost_per_call_micros: number;
  ring_timeout_seconds: number;
  machine_detection: boolean;
  revision: number;
  end_reason: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

/** The contract shape of a campaign row. */
export function toCampaign(row: CampaignRow): Campaign {
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    callListId: row.call_list_id,
    flowId: row.flow_id,
    flowVersionId: row.flow_version_id,
    phoneNumberId: row.phone_number_id,
    purpose: row.purpose,
    window: {
      startMinute: row.window_start_minute,
      endMinute: row.window_end_minute,
      weekdays: row.weekdays,
    },
    maxAttempts: row.max_attempts,
    retryDelayMinutes: row.retry_delay_minutes,
    capPerNumber: row.cap_per_number,
    capWindowHours: row.cap_window_hours,
    maxConcurrent: row.max_concurrent,
    paceCps: row.pace_cps === null ? null : Number(row.pace_cps),
    budgetMicros: row.budget_micros,
    costPerCallMicros: row.cost_per_call_micros,
    ringTimeoutSeconds: row.ring_timeout_seconds,
    machineDetection: row.machine_detection,
    endReason: row.end_reason,
    createdAt: toInstant(row.created_at),
    startedAt: toInstantOrNull(row.started_at),
    finishedAt: toInstantOrNull(row.finished_at),
  };
}

/** The ETag of a campaign: its revision and its state. */
export function campaignEtag(row: CampaignRow): string {
  return `"${row.revision}-${row.state}"`;
}

/** A campaign of the organization; `lock` holds it against other starts. Throws `campaign.not_found`. */
export async function campaignById(tx: Tx, id: string, lock = false): Promise<CampaignRow> {
  const found = await tx.query<CampaignRow>(
    `SELECT * FROM campaign WHERE id = $1 ${lock ? 'FOR UPDATE' : ''}`,
    [id],
  );
  const row = found.rows[0];
  if (!row) throw new AppError({ code: 'campaign.not_found' });
  return row;
}
