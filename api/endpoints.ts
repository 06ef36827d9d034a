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
import { listAttempts } from './endpoints/attempts/list-attempts.endpoint.ts';
import { resolveAttempt } from './endpoints/attempts/resolve-attempt.endpoint.ts';
import { getCall } from './endpoints/calls/get-call.endpoint.ts';
import { listCalls } from './endpoints/calls/list-calls.endpoint.ts';
import { createSuppression } from './endpoints/compliance/create-suppression.endpoint.ts';
import { listSuppressions } from './endpoints/compliance/list-suppressions.endpoint.ts';
import { explainContact } from './endpoints/contacts/explain-contact.endpoint.ts';
import { getContact } from './endpoints/contacts/get-contact.endpoint.ts';
import { getImport } from './endpoints/contacts/get-import.endpoint.ts';
import { importContacts } from './endpoints/contacts/import-contacts.endpoint.ts';
import { listContacts } from './endpoints/contacts/list-contacts.endpoint.ts';
import { createFlow } from './endpoints/flows/create-flow.endpoint.ts';
import { getFlow } from './endpoints/flows/get-flow.endpoint.ts';
import { listFlows } from './endpoints/flows/list-flows.endpoint.ts';
import { publishFlow } from './endpoints/flows/publish-flow.endpoint.ts';
import { updateFlow } from './endpoints/flows/update-flow.endpoint.ts';
import { validateFlow } from './endpoints/flows/validate-flow.endpoint.ts';
import { listIncidents } from './endpoints/incidents/list-incidents.endpoint.ts';
import { listPhoneNumbers } from './endpoints/phone-numbers/list-phone-numbers.endpoint.ts';
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
  listContacts,
  importContacts,
  getImport,
  getContact,
  explainContact,
  listCallLists,
  createCallList,
  listSuppressions,
  createSuppression,
  listFlows,
  createFlow,
  getFlow,
  updateFlow,
  validateFlow,
  publishFlow,
  listCampaigns,
  createCampaign,
  getCampaign,
  startCampaign,
  pauseCampaign,
  resumeCampaign,
  cancelCampaign,
  getCampaignProgress,
  listCalls,
  getCall,
  listAttempts,
  resolveAttempt,
  listIncidents,
  listPhoneNumbers,
  voiceWebhook,
  statusWebhook,
  fallbackWebhook,
  live,
  ready,
  deep,
  metrics,
];
