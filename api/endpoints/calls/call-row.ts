import type { z } from 'zod';
import type { callSchema } from '../../../contracts/call.schema.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

type Call = z.input<typeof callSchema>;

/** A row of `call` as the driver gives it. */
export interface CallRow {
  id: string;
  direction: Call['direction'];
  state: Call['status'];
  outcome: string | null;
  disposition: string | null;
  campaign_id: string | null;
  contact_id: string | null;
  attempt_id: string | null;
  flow_version_id: string | null;
  from_e164: string | null;
  provider: string;
  provider_call_id: string | null;
  cost_micros: number | null;
  path: Record<string, unknown>[] | null;
  variables: Record<string, unknown> | null;
  created_at: Date;
  started_at: Date | null;
  answered_at: Date | null;
  ended_at: Date | null;
  duration_seconds: number | null;
}

/** The contract shape of a call row. */
export function toCall(row: CallRow): Call {
  return {
    id: row.id,
    direction: row.direction,
    status: row.state,
    outcome: row.outcome,
    disposition: row.disposition,
    campaignId: row.campaign_id,
    contactId: row.contact_id,
    flowVersionId: row.flow_version_id,
    from: row.from_e164,
    provider: row.provider,
    providerCallId: row.provider_call_id,
    costMicros: row.cost_micros,
    createdAt: toInstant(row.created_at),
    startedAt: toInstantOrNull(row.started_at),
    answeredAt: toInstantOrNull(row.answered_at),
    endedAt: toInstantOrNull(row.ended_at),
    durationSeconds: row.duration_seconds,
  };
}
