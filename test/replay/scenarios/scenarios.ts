import { callEffectsScenarios } from './call-effects.scenarios.ts';
import { conductCallScenarios } from './conduct-call.scenarios.ts';
import { deliverWebhooksScenarios } from './deliver-webhooks.scenarios.ts';
import { importContactsScenarios } from './import-contacts.scenarios.ts';
import { inboundCallScenarios } from './inbound-call.scenarios.ts';
import { runCallbackScenarios } from './run-callback.scenarios.ts';
import { runCampaignScenarios } from './run-campaign.scenarios.ts';
import type { HistoryScenario } from './scenario.types.ts';

/** Every scenario that has recorded histories. A scenario stays for as long as a file of it does. */
export const historyScenarios: readonly HistoryScenario[] = [
  ...conductCallScenarios,
  ...inboundCallScenarios,
  ...runCampaignScenarios,
  ...importContactsScenarios,
  ...callEffectsScenarios,
  ...runCallbackScenarios,
  ...deliverWebhooksScenarios,
];
