/**
 * The rows of the database that the checker reads, named as in the schema; moments as epoch ms or null. Written by
 * `exportDump` as plain SQL, so that nothing of the product's own code stands between the tables and the judgement.
 */
export interface DatabaseDump {
  /** Wall epoch ms at which the dump was taken. */
  readonly takenAtMs: number;
  /** Rule epoch ms at that moment, by the database's own clock. */
  readonly takenAtRuleMs: number;
  readonly campaigns: readonly DumpedCampaign[];
  readonly members: readonly DumpedMember[];
  readonly contacts: readonly DumpedContact[];
  readonly campaignContacts: readonly DumpedCampaignContact[];
  readonly attempts: readonly DumpedAttempt[];
  readonly events: readonly DumpedEvent[];
  readonly outbox: readonly DumpedOutbox[];
  readonly incidents: readonly DumpedIncident[];
}

export interface DumpedCampaign {
  readonly id: string;
  readonly state: string;
  readonly call_list_id: string;
  readonly window_start_minute: number;
  readonly window_end_minute: number;
  readonly weekdays: readonly number[];
  readonly max_attempts: number;
}

export interface DumpedMember {
  readonly call_list_id: string;
  readonly contact_id: string;
}

export interface DumpedContact {
  readonly id: string;
  readonly phone_e164: string;
  readonly zone: string | null;
}

export interface DumpedCampaignContact {
  readonly id: string;
  readonly campaign_id: string;
  readonly contact_id: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly next_at: number | null;
  readonly attempt_id: string | null;
}

export interface DumpedAttempt {
  readonly id: string;
  readonly intent_kind: string;
  readonly intent_id: string;
  readonly attempt_no: number;
  readonly campaign_id: string | null;
  readonly contact_id: string;
  readonly provider_call_id: string | null;
  readonly state: string;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly cause: string;
  readonly deadline_at: number | null;
  readonly dial_started_at: number | null;
  readonly closed_at: number | null;
}

export interface DumpedEvent {
  readonly attempt_id: string;
  readonly seq: number;
  readonly from_state: string | null;
  readonly to_state: string;
  readonly cause: string;
}

export interface DumpedOutbox {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly sent_at: number | null;
}

export interface DumpedIncident {
  readonly kind: string;
  readonly attempt_id: string | null;
}
