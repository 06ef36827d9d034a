import type { z } from 'zod';
import type { attemptSchema } from '../../../contracts/call.schema.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

type Attempt = z.input<typeof attemptSchema>;

/** A row of `call_attempt` as the driver gives it. */
export interface AttemptRow {
  id: string;
  state: Attempt['state'];
  outcome: string | null;
  reason: string | null;
  cause: string;
  attempt_no: number;
  campaign_id: string | null;
  contact_id: string;
  from_e164: string;
  provider: string;
  provider_call_id: string | null;
  answered_by: string | null;
  next_at: Date | null;
  dial_started_at: Date | null;
  answered_at: Date | null;
  ended_at: Date | null;
  duration_seconds: number | null;
  created_at: Date;
}

/** The contract shape of an attempt row. */
export function toAttempt(row: AttemptRow): Attempt {
  return {
    id: row.id,
    state: row.state,
    outcome: row.outcome,
    reason: row.reason,
    cause: row.cause,
    attemptNo: row.attempt_no,
    campaignId: row.campaign_id,
    contactId: row.contact_id,
    from: row.from_e164,
    provider: row.provider,
    providerCallId: row.provider_call_id,
    answeredBy: row.answered_by,
    nextAt: toInstantOrNull(row.next_at),
    dialStartedAt: toInstantOrNull(row.dial_started_at),
    answeredAt: toInstantOrNull(row.answered_at),
    endedAt: toInstantOrNull(row.ended_at),
    durationSeconds: row.duration_seconds,
    createdAt: toInstant(row.created_at),
  };
}
