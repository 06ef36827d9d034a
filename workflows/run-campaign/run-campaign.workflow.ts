import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { CampaignRun } from './campaign-run.ts';
import {
  campaignProgressQuery,
  cancelCampaignUpdate,
  pauseCampaignUpdate,
  type RunCampaignInput,
  type RunCampaignResult,
  resumeCampaignUpdate,
} from './run-campaign.messages.ts';

/** History is cut well below the engine's limits: a long campaign stays quick to replay. */
const LONGEST_HISTORY = 1_500;

/** Runs one campaign to its end: enrolls its list, dispatches calls round by round, obeys pause, resume and cancel. */
export async function runCampaign(input: RunCampaignInput): Promise<RunCampaignResult> {
  const run = new CampaignRun(input);
  setHandler(pauseCampaignUpdate, (by) => run.steer('pause', by), {
    validator: (_by) => run.refuseIfEnding(),
  });
  setHandler(resumeCampaignUpdate, (by) => run.steer('resume', by), {
    validator: (_by) => run.refuseIfEnding(),
  });
  setHandler(cancelCampaignUpdate, (by) => run.steer('cancel', by), {
    validator: (_by) => run.refuseIfFinished(),
  });
  setHandler(campaignProgressQuery, () => run.progress());

  if (!input.resumed) await run.enroll();
  while (!run.isOver) {
    await run.dispatchRound();
    if (workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > LONGEST_HISTORY) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof runCampaign>({ ...input, resumed: run.state() });
    }
  }
  const end = await run.finish();
  await condition(allHandlersFinished);
  return { end };
}
