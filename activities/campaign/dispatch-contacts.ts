import { activityInfo, cancelled, heartbeat, sleep } from '@temporalio/activity';
import type { CampaignRef, DispatchState } from '../../db/campaigns/campaign-store.types.ts';
import { dispatchRoom } from '../../domain/campaign/dispatch-room.ts';
import type { CampaignActivityDeps } from './campaign.activities.ts';

/** Pause between two looks while contacts are due. */
const BUSY_POLL_MS = 60;
/** Pause between two looks while only running calls are awaited. */
const IDLE_POLL_MS = 250;
/** A longer wait for the next due contact is a timer of the workflow, not a poll of this activity. */
const LONGEST_POLLED_WAIT_MS = 20_000;
/** A round ends before its start-to-close time-out, so that the history shows regular rounds. */
const ROUND_MS = 9 * 60_000;

/** Why a dispatch round ended. `waitMs` is wall time until the next contact is due. */
export type DispatchRound =
  | { end: 'finished' }
  | { end: 'steered'; controlVersion: number }
  | { end: 'nothing_due'; waitMs: number; nextDueAtMs: number }
  | { end: 'round_over' };

/**
 * Claims due contacts and starts their calls until none is left, the campaign is steered, or the round is over.
 * Heartbeats on each look. Idempotent: a second run meanwhile claims other rows, and a start of a running call is
 * the same call.
 */
export async function dispatchContacts(
  deps: CampaignActivityDeps,
  campaign: CampaignRef,
): Promise<DispatchRound> {
  await startReserved(deps, campaign);
  const roundEndsAtMs = deps.clock.wallMs() + ROUND_MS;
  while (deps.clock.wallMs() < roundEndsAtMs) {
    heartbeat();
    const state = await deps.campaigns.dispatchState(campaign);
    if (state.paused || state.canceled) return { end: 'steered', controlVersion: state.controlVersion };
    const started = await claimAndStart(deps, campaign, state);
    const round = started > 0 ? null : roundEnd(deps, state);
    if (round) return round;
    await Promise.race([sleep(isDue(state) ? BUSY_POLL_MS : IDLE_POLL_MS), cancelled()]);
  }
  return { end: 'round_over' };
}

/** A dispatcher that died between its claim and its starts leaves reserved attempts: their calls are started again. */
async function startReserved(deps: CampaignActivityDeps, campaign: CampaignRef): Promise<void> {
  if (activityInfo().attempt === 1) return;
  const state = await deps.campaigns.dispatchState(campaign);
  const reserved = await deps.campaigns.reservedAttempts(campaign);
  await Promise.all(reserved.map((attempt) => deps.startCall({ ...campaign, ...attempt, ...state })));
}

async function claimAndStart(
  deps: CampaignActivityDeps,
  campaign: CampaignRef,
  state: DispatchState,
): Promise<number> {
  const room = isDue(state) ? dispatchRoom(state) : 0;
  if (room === 0) return 0;
  const claimed = await deps.claimDueContacts({ ...campaign, limit: room });
  await Promise.all(claimed.map((attempt) => deps.startCall({ ...campaign, ...attempt, ...state })));
  return claimed.length;
}

function isDue(state: DispatchState): boolean {
  return state.nextDueAtMs !== null && state.nextDueAtMs <= state.ruleNowMs;
}

function roundEnd(deps: CampaignActivityDeps, state: DispatchState): DispatchRound | null {
  if (state.leased + state.calling > 0) return null;
  if (state.nextDueAtMs === null) return { end: 'finished' };
  const waitMs = deps.wallDelayMs(state.ruleNowMs, state.nextDueAtMs);
  return waitMs > LONGEST_POLLED_WAIT_MS
    ? { end: 'nothing_due', waitMs, nextDueAtMs: state.nextDueAtMs }
    : null;
}
