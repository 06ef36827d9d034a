import { cancelled, heartbeat, sleep } from '@temporalio/activity';
import type { CampaignStore } from '../../db/campaigns/campaign-store.ts';
import type {
  CampaignRef,
  ControlChange,
  ControlInForce,
  ReservedAttempt,
} from '../../db/campaigns/campaign-store.types.ts';
import type { Clock } from '../../domain/clock.ts';
import { type DispatchRound, dispatchContacts } from './dispatch-contacts.ts';

/** What a call's workflow is started with by the dispatcher. */
export interface StartCallInput extends CampaignRef, ReservedAttempt {
  flowVersionId: string;
  maxCallSeconds: number;
}

/** What the campaign activities need; built in `runtime/`. */
export interface CampaignActivityDeps {
  campaigns: CampaignStore;
  /** Claims up to `limit` due contacts under a lease, each with its reserved attempt. */
  claimDueContacts(input: CampaignRef & { limit: number }): Promise<ReservedAttempt[]>;
  /** Starts `conductCall` under its deterministic id; harmless when it runs already. */
  startCall(input: StartCallInput): Promise<void>;
  /** Wall milliseconds until rule time advances from one epoch ms to another. */
  wallDelayMs(fromRuleMs: number, toRuleMs: number): number;
  clock: Clock;
}

/** How long a canceled campaign looks for calls still in progress between two heartbeats. */
const DRAIN_POLL_MS = 500;

/** Activities of `runCampaign`. All are idempotent: each reads or writes rows guarded by their own state. */
export function createCampaignActivities(deps: CampaignActivityDeps) {
  return {
    /**
     * Copies the list into the campaign, chunk by chunk; a retry goes on where it was. Answers the steering in force,
     * which a run that was rebuilt takes over.
     */
    async enrollContacts(campaign: CampaignRef): Promise<ControlInForce> {
      while ((await deps.campaigns.enroll(campaign)) > 0) heartbeat();
      const { controlVersion, paused, canceled } = await deps.campaigns.dispatchState(campaign);
      return { version: controlVersion, paused, canceled };
    },

    dispatchContacts: (campaign: CampaignRef): Promise<DispatchRound> => dispatchContacts(deps, campaign),

    /** Puts a steering decision in force; a repeat of the same version changes nothing. */
    writeCampaignControl: (input: CampaignRef & ControlChange): Promise<ControlInForce> =>
      deps.campaigns.writeControl(input, input),

    /** Ends every waiting contact of a canceled campaign and waits for its calls in progress. Heartbeats. */
    async drainCampaign(campaign: CampaignRef): Promise<void> {
      for (;;) {
        heartbeat();
        const canceled = await deps.campaigns.cancelPending(campaign);
        const state = await deps.campaigns.dispatchState(campaign);
        if (canceled === 0 && state.leased + state.calling === 0) return;
        await Promise.race([sleep(DRAIN_POLL_MS), cancelled()]);
      }
    },

    finishCampaign: (input: CampaignRef & { end: 'completed' | 'canceled' }): Promise<void> =>
      deps.campaigns.finish(input, input.end),
  };
}

/** Type of the campaign activities, for `proxyActivities`. */
export type CampaignActivities = ReturnType<typeof createCampaignActivities>;
