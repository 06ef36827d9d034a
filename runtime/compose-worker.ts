import { createCampaignActivities } from '../activities/campaign/campaign.activities.ts';
import { createCallbackActivities } from '../activities/callback/callback.activities.ts';
import { createDialingActivities } from '../activities/dialing/dialing.activities.ts';
import { createEffectActivities } from '../activities/effects/effects.activities.ts';
import { createInboundActivities } from '../activities/inbound/inbound.activities.ts';
import { createImportActivities } from '../activities/import/import.activities.ts';
import { createIvrActivities } from '../activities/ivr/ivr.activities.ts';
import { createWebhookActivities } from '../activities/webhooks/webhook.activities.ts';
import { withFailureMapping } from '../activities/with-failure-mapping.ts';
import { createCampaignStore } from '../db/campaigns/campaign-store.ts';
import { claimDueContacts } from '../db/dialing/claim-due-contacts.ts';
import { createFlowStore } from '../db/flows/flow-store.ts';
import { wallDelayMs } from '../domain/clock.ts';
import { hashPhone } from '../providers/crypto/hash-phone.ts';
import type { Config } from './config.ts';
import { dialingDeps } from './dialing-deps.ts';
import { effectDeps } from './effect-deps.ts';
import { layFoundation } from './foundation.ts';
import type { Logger } from './logger.ts';
import { webhookDeps } from './webhook-deps.ts';
import { inNewTrace } from './trace.ts';
import { createWorkflowStarter } from './workflow-starter.ts';

/** Everything that a worker process runs, and how it lets go of its connections. */
export async function composeWorker(name: string, config: Config, logger: Logger) {
  const foundation = await layFoundation(name, config, logger);
  const { pool, clock, ruleClock, timings, temporal, killPoint } = foundation;
  const starter = createWorkflowStarter(temporal, timings);
  const dialing = dialingDeps(foundation);
  const activities = withFailureMapping({
    ...createDialingActivities(dialing),
    ...createInboundActivities(dialing),
    ...createEffectActivities(effectDeps(foundation, dialing)),
    ...createCallbackActivities({ pool, timings, killPoint }),
    ...createWebhookActivities(webhookDeps(foundation)),
    ...createIvrActivities({ flows: createFlowStore(pool) }),
    ...createImportActivities({ pool, hashPhone, dataDir: config.DATA_DIR, killPoint }),
    ...createCampaignActivities({
      campaigns: createCampaignStore(pool),
      claimDueContacts: (claim) => claimDueContacts(pool, { ...claim, timings, killPoint }),
      // A trace for each call: that of its campaign would have a million of them.
      startCall: (call) => inNewTrace('start call', () => starter.startCall(call)),
      wallDelayMs: (from, to) => (ruleClock ? wallDelayMs(ruleClock, from, to) : Math.max(0, to - from)),
      clock,
    }),
  });
  return { activities, foundation };
}
