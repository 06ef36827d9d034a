import { webhooksDueSignal } from '../../../workflows/deliver-webhooks/deliver-webhooks.messages.ts';
import { roundsThatWait, type WebhooksHandle, withWebhooks } from '../../workflows/webhooks-test-bed.ts';
import type { HistoryScenario, PlayedRun, Stage } from './scenario.types.ts';

const DAY_MS = 86_400_000;
const SOON_MS = 100;

async function play(
  stage: Stage,
  waitsMs: readonly (number | null)[],
  act: (handle: WebhooksHandle) => Promise<unknown> = async () => {},
): Promise<PlayedRun> {
  const { value } = await withWebhooks(stage, roundsThatWait(waitsMs), async (handle) => {
    await act(handle);
    await handle.result();
    const { workflowId, runId } = await handle.describe();
    return { workflowId, runId };
  });
  return value;
}

/** What the tries of an endpoint can go through. */
export const deliverWebhooksScenarios: readonly HistoryScenario[] = [
  { name: 'deliver-webhooks-delivered', play: (stage) => play(stage, [SOON_MS, SOON_MS, null]) },
  {
    name: 'deliver-webhooks-woken',
    play: (stage) => play(stage, [DAY_MS, null], (handle) => handle.signal(webhooksDueSignal)),
  },
];
