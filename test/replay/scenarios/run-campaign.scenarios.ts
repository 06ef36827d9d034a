import { cancelled, heartbeat, sleep } from '@temporalio/activity';
import type { DispatchRound } from '../../../activities/campaign/dispatch-contacts.ts';
import {
  cancelCampaignUpdate,
  pauseCampaignUpdate,
  resumeCampaignUpdate,
} from '../../../workflows/run-campaign/run-campaign.messages.ts';
import {
  type CampaignHandle,
  DAY_MS,
  fakeCampaign,
  type FakeRound,
  withCampaign,
} from '../../workflows/campaign-test-bed.ts';
import type { HistoryScenario, PlayedRun, Stage } from './scenario.types.ts';

const BY = { by: 'user:1', reason: 'recorded' };
const NEXT_DAY: DispatchRound = { end: 'nothing_due', waitMs: DAY_MS, nextDueAtMs: 1 };
/** More rounds than one run may have before it continues as new. */
const MANY_ROUNDS = 260;

/** Keeps the first run: with continue-as-new it is the one that ends by it. */
function play(
  stage: Stage,
  rounds: FakeRound[],
  act: (handle: CampaignHandle) => Promise<void>,
): Promise<PlayedRun> {
  return withCampaign(stage, fakeCampaign(rounds).activities, async (handle) => {
    await act(handle);
    await handle.result();
    return { workflowId: handle.workflowId, runId: handle.firstExecutionRunId };
  });
}

/** Paused while a round dispatches, which is then canceled; resumed, it dispatches to its end. */
async function playPause(stage: Stage): Promise<PlayedRun> {
  const begun = Promise.withResolvers<void>();
  const dispatchUntilCancelled = async (): Promise<DispatchRound> => {
    begun.resolve();
    for (;;) {
      heartbeat();
      await Promise.race([sleep(50), cancelled()]);
    }
  };
  return play(stage, [dispatchUntilCancelled, { end: 'finished' }], async (handle) => {
    await begun.promise;
    await handle.executeUpdate(pauseCampaignUpdate, { args: [BY] });
    await handle.executeUpdate(resumeCampaignUpdate, { args: [BY] });
  });
}

/** What a campaign can go through. */
export const runCampaignScenarios: readonly HistoryScenario[] = [
  {
    name: 'run-campaign-finished',
    play: (stage) =>
      play(stage, [{ ...NEXT_DAY, waitMs: 50 }, { end: 'round_over' }, { end: 'finished' }], async () => {}),
  },
  { name: 'run-campaign-paused-and-resumed', play: playPause },
  {
    name: 'run-campaign-canceled',
    play: (stage) =>
      play(stage, [NEXT_DAY], async (handle) => {
        await handle.executeUpdate(cancelCampaignUpdate, { args: [BY] });
      }),
  },
  {
    name: 'run-campaign-continued-as-new',
    play: (stage) =>
      play(
        stage,
        [...Array.from({ length: MANY_ROUNDS }, () => ({ end: 'round_over' }) as const), { end: 'finished' }],
        async () => {},
      ),
  },
];
