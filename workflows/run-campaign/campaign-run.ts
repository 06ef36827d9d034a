import {
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { CampaignActivities } from '../../activities/campaign/campaign.activities.ts';
import { bookkeepingOptions, dispatchOptions, recordOptions } from '../options.ts';
import type {
  CampaignPhase,
  CampaignProgress,
  CampaignRunState,
  RunCampaignInput,
  SteerCampaignInput,
} from './run-campaign.messages.ts';

const { enrollContacts } = proxyActivities<CampaignActivities>({
  ...bookkeepingOptions,
  summary: 'Copy the call list into the campaign',
});
const { finishCampaign } = proxyActivities<CampaignActivities>({
  ...bookkeepingOptions,
  summary: 'Write how the campaign ended',
});
const { dispatchContacts } = proxyActivities<CampaignActivities>({
  ...dispatchOptions,
  summary: 'Claim due contacts and start their calls',
});
const { drainCampaign } = proxyActivities<CampaignActivities>({
  ...dispatchOptions,
  summary: 'End waiting contacts, await calls in progress',
});
const { writeCampaignControl } = proxyLocalActivities<CampaignActivities>({
  ...recordOptions,
  summary: 'Put the steering in force',
});

type Steering = 'pause' | 'resume' | 'cancel';

/** State of a campaign's run and its steps; plain JSON, so that continue-as-new can carry it. */
export class CampaignRun {
  private readonly campaign: { orgId: string; campaignId: string };
  private phase: CampaignPhase;
  private controlVersion: number;
  private nextDueAtMs: number | null = null;
  /** The steering in force is known: a decision before that would carry a version of the past. */
  private isEnrolled: boolean;
  private isDispatched = false;
  private dispatching: CancellationScope | null = null;

  constructor(input: RunCampaignInput) {
    this.campaign = { orgId: input.orgId, campaignId: input.campaignId };
    this.phase = input.resumed?.phase ?? 'running';
    this.controlVersion = input.resumed?.controlVersion ?? 0;
    this.isEnrolled = input.resumed !== undefined;
  }

  /** Every contact was dispatched to its end, or the campaign was canceled. */
  get isOver(): boolean {
    return this.isDispatched || this.phase === 'completing';
  }

  state(): CampaignRunState {
    return { phase: this.phase, controlVersion: this.controlVersion };
  }

  progress(): CampaignProgress {
    return { phase: this.phase, controlVersion: this.controlVersion, nextDueAtMs: this.nextDueAtMs };
  }

  refuseIfEnding(): void {
    this.refuseIfFinished();
    if (this.phase === 'completing')
      throw ApplicationFailure.nonRetryable('The campaign was canceled.', 'campaign.already_finished');
  }

  refuseIfFinished(): void {
    if (this.phase === 'completed' || this.phase === 'canceled') {
      throw ApplicationFailure.nonRetryable('The campaign has finished.', 'campaign.already_finished');
    }
  }

  async enroll(): Promise<void> {
    this.takeOver(await enrollContacts(this.campaign));
    this.isEnrolled = true;
  }

  /**
   * In force once the control row is committed, which every dial reads: stopping the dispatcher is only tidying.
   * A decision that lost against a newer one takes over what the newer one says.
   */
  async steer(steering: Steering, input: SteerCampaignInput): Promise<CampaignProgress> {
    await condition(() => this.isEnrolled);
    const inForce = await writeCampaignControl({
      ...this.campaign,
      version: ++this.controlVersion,
      paused: steering === 'pause',
      canceled: steering === 'cancel',
      by: input.by,
      reason: input.reason ?? null,
    });
    this.takeOver(inForce);
    this.dispatching?.cancel();
    return this.progress();
  }

  private takeOver(inForce: { version: number; paused: boolean; canceled: boolean }): void {
    this.controlVersion = Math.max(this.controlVersion, inForce.version);
    this.phase = inForce.canceled ? 'completing' : inForce.paused ? 'paused' : 'running';
  }

  /** One dispatch round, then the wait until there is something to do again. */
  async dispatchRound(): Promise<void> {
    await condition(() => this.phase !== 'paused');
    if (this.phase !== 'running') return;
    const version = this.controlVersion;
    const round = await this.cancellable(() => dispatchContacts(this.campaign));
    if (!round || round.end === 'round_over') return;
    if (round.end === 'finished') this.isDispatched = true;
    if (round.end === 'steered')
      await condition(
        () => this.controlVersion >= round.controlVersion || this.controlVersion > version,
        '5s',
      );
    if (round.end === 'nothing_due') {
      this.nextDueAtMs = round.nextDueAtMs;
      await condition(() => this.controlVersion > version, round.waitMs, { summary: 'Next contact is due' });
      this.nextDueAtMs = null;
    }
  }

  async finish(): Promise<'completed' | 'canceled'> {
    const end = this.phase === 'completing' ? 'canceled' : 'completed';
    if (end === 'canceled') await drainCampaign(this.campaign);
    await finishCampaign({ ...this.campaign, end });
    this.phase = end;
    return end;
  }

  private async cancellable<T>(work: () => Promise<T>): Promise<T | null> {
    this.dispatching = new CancellationScope();
    try {
      return await this.dispatching.run(work);
    } catch (thrown) {
      if (isCancellation(thrown) && this.dispatching.consideredCancelled) return null;
      throw thrown;
    } finally {
      this.dispatching = null;
    }
  }
}
