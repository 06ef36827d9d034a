import { ApplicationFailure, condition, setHandler } from '@temporalio/workflow';
import {
  cancelCampaignUpdate,
  type CampaignProgress,
  campaignProgressQuery,
  pauseCampaignUpdate,
  resumeCampaignUpdate,
  type SteerCampaignInput,
} from '../../../workflows/run-campaign/run-campaign.messages.ts';

/** A campaign's run that only remembers how it was steered, for tests of the endpoints alone. */
export async function steeredCampaign({ refuses }: { refuses: boolean }): Promise<string[]> {
  const heard: string[] = [];
  let progress: CampaignProgress = { phase: 'running', controlVersion: 1, nextDueAtMs: null };
  const steer = (phase: CampaignProgress['phase']) => (input: SteerCampaignInput) => {
    if (refuses) throw ApplicationFailure.nonRetryable('over', 'campaign.already_finished');
    heard.push(`${phase}:${input.by}:${input.reason ?? ''}`);
    progress = { ...progress, phase, controlVersion: progress.controlVersion + 1 };
    return progress;
  };
  setHandler(campaignProgressQuery, () => progress);
  setHandler(pauseCampaignUpdate, steer('paused'));
  setHandler(resumeCampaignUpdate, steer('running'));
  setHandler(cancelCampaignUpdate, steer('completing'));
  await condition(() => progress.phase === 'completing');
  return heard;
}
