import { defineQuery, defineUpdate } from '@temporalio/workflow';
import { MESSAGES } from '../../contracts/names.ts';

/** Input of `runCampaign`; `resumed` is carried through continue-as-new. */
export interface RunCampaignInput {
  orgId: string;
  campaignId: string;
  resumed?: CampaignRunState;
}

/** What one run hands to the next: plain JSON. */
export interface CampaignRunState {
  phase: CampaignPhase;
  controlVersion: number;
}

/** Phase of a campaign's run; the words of the API's campaign state. */
export type CampaignPhase = 'scheduled' | 'running' | 'paused' | 'completing' | 'completed' | 'canceled';

export interface RunCampaignResult {
  end: 'completed' | 'canceled';
}

/** Who steers, and why: kept in the history and in `campaign_control`. */
export interface SteerCampaignInput {
  by: string;
  reason?: string;
}

export interface CampaignProgress {
  phase: CampaignPhase;
  controlVersion: number;
  /** Rule time, epoch ms, of the next due contact when nothing is due now. */
  nextDueAtMs: number | null;
}

/** Stops new dials at once (≤ 1 s). An Update: the caller must know that it is in force. Refused when finished. */
export const pauseCampaignUpdate = defineUpdate<CampaignProgress, [SteerCampaignInput]>(
  MESSAGES.pauseCampaign,
);

/** Dials again. An Update for the same reason; harmless when not paused. */
export const resumeCampaignUpdate = defineUpdate<CampaignProgress, [SteerCampaignInput]>(
  MESSAGES.resumeCampaign,
);

/** Ends the campaign for good; calls in progress end by themselves. An Update: it must be in force when answered. */
export const cancelCampaignUpdate = defineUpdate<CampaignProgress, [SteerCampaignInput]>(
  MESSAGES.cancelCampaign,
);

/** State of the run for whoever looks at one campaign. */
export const campaignProgressQuery = defineQuery<CampaignProgress>(MESSAGES.campaignProgress);
