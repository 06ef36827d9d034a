import { getMe } from './endpoints/auth/get-me.endpoint.ts';
import { login } from './endpoints/auth/login.endpoint.ts';
import { createCallList } from './endpoints/call-lists/create-call-list.endpoint.ts';
import { listCallLists } from './endpoints/call-lists/list-call-lists.endpoint.ts';
import { cancelCampaign } from './endpoints/campaigns/cancel-campaign.endpoint.ts';
import { createCampaign } from './endpoints/campaigns/create-campaign.endpoint.ts';
import { getCampaign } from './endpoints/campaigns/get-campaign.endpoint.ts';
import { getCampaignProgress } from './endpoints/campaigns/get-campaign-progress.endpoint.ts';
import { listCampaigns } from './endpoints/campaigns/list-campaigns.endpoint.ts';
import { pauseCampaign } from './endpoints/campaigns/pause-campaign.endpoint.ts';
import { resumeCampaign } from './endpoints/campaigns/resume-campaign.endpoint.ts';
import { startCampaign } from './endpoints/campaigns/start-campaign.endpoint.ts';
import { deep } from './endpoints/health/deep.endpoint.ts';
import { live } from './endpoints/health/live.endpoint.ts';
import { metrics } from './endpoints/health/metrics.endpoint.ts';
import { ready } from './endpoints/health/ready.endpoint.ts';
import { fallbackWebhook } from './endpoints/webhooks/fallback.endpoint.ts';
import { statusWebhook } from './endpoints/webhooks/status.endpoint.ts';
import { voiceWebhook } from './endpoints/webhooks/voice.endpoint.ts';
import type { Endpoint } from './endpoint.ts';

/** Every operation of the API: routes, the OpenAPI document and the tests all come from this list. */
export const ENDPOINTS: readonly Endpoint[] = [
  login,
  getMe,
  listCallLists,
  createCallList,
  listCampaigns,
  createCampaign,
  getCampaign,
  startCampaign,
  pauseCampaign,
  resumeCampaign,
  cancelCampaign,
  getCampaignProgress,
  voiceWebhook,
  statusWebhook,
  fallbackWebhook,
  live,
  ready,
  deep,
  metrics,
];
