/** A campaign and the organization that owns it. */
export interface CampaignRef {
  orgId: string;
  campaignId: string;
}

/** An attempt that holds a lease and waits for its dial. */
export interface ReservedAttempt {
  attemptId: string;
  contactId: string;
}

/** A steering decision; `version` is one above the one that it replaces. */
export interface ControlChange {
  version: number;
  paused: boolean;
  canceled: boolean;
  by: string;
  reason: string | null;
}

export interface ControlInForce {
  version: number;
  paused: boolean;
  canceled: boolean;
}

/** Everything that one turn of the dispatch loop decides from, read in one statement. */
export interface DispatchState {
  controlVersion: number;
  paused: boolean;
  canceled: boolean;
  flowVersionId: string;
  maxCallSeconds: number;
  cps: number;
  maxConcurrent: number;
  leased: number;
  calling: number;
  /** Earliest rule time, epoch ms, at which a waiting contact is due; null when none waits. */
  nextDueAtMs: number | null;
  ruleNowMs: number;
}
