import { getMe } from './endpoints/auth/get-me.endpoint.ts';
import { login } from './endpoints/auth/login.endpoint.ts';
import { listAuditLog } from './endpoints/audit/list-audit-log.endpoint.ts';
import { createProviderKey } from './endpoints/provider-keys/create-provider-key.endpoint.ts';
import { getProviderKeyUsage } from './endpoints/provider-keys/get-provider-key-usage.endpoint.ts';
import { listProviderKeys } from './endpoints/provider-keys/list-provider-keys.endpoint.ts';
import { revokeProviderKey } from './endpoints/provider-keys/revoke-provider-key.endpoint.ts';
import { rotateProviderKey } from './endpoints/provider-keys/rotate-provider-key.endpoint.ts';
import { validateProviderKey } from './endpoints/provider-keys/validate-provider-key.endpoint.ts';
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
import { deleteFlow } from './endpoints/flows/delete-flow.endpoint.ts';
import { exportFlow } from './endpoints/flows/export-flow.endpoint.ts';
import { getFlowAnalytics } from './endpoints/flows/get-flow-analytics.endpoint.ts';
import { importFlow } from './endpoints/flows/import-flow.endpoint.ts';
import { listFlowSuites } from './endpoints/flows/list-flow-suites.endpoint.ts';
import { listFlowVersions } from './endpoints/flows/list-flow-versions.endpoint.ts';
import { rollbackFlow } from './endpoints/flows/rollback-flow.endpoint.ts';
import { saveFlowSuite } from './endpoints/flows/save-flow-suite.endpoint.ts';
import { testFlow } from './endpoints/flows/test-flow.endpoint.ts';
import { createFlow } from './endpoints/flows/create-flow.endpoint.ts';
import { getFlow } from './endpoints/flows/get-flow.endpoint.ts';
import { listFlows } from './endpoints/flows/list-flows.endpoint.ts';
import { publishFlow } from './endpoints/flows/publish-flow.endpoint.ts';
import { updateFlow } from './endpoints/flows/update-flow.endpoint.ts';
import { validateFlow } from './endpoints/flows/validate-flow.endpoint.ts';
import { listIncidents } from './endpoints/incidents/list-incidents.endpoint.ts';
import { attachPhoneNumber } from './endpoints/phone-numbers/attach-phone-number.endpoint.ts';
import { detachPhoneNumber } from './endpoints/phone-numbers/detach-phone-number.endpoint.ts';
import { getPhoneNumber } from './endpoints/phone-numbers/get-phone-number.endpoint.ts';
import { listPhoneNumbers } from './endpoints/phone-numbers/list-phone-numbers.endpoint.ts';
import { syncPhoneNumbers } from './endpoints/phone-numbers/sync-phone-numbers.endpoint.ts';
import { updatePhoneNumber } from './endpoints/phone-numbers/update-phone-number.endpoint.ts';
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
  deleteFlow,
  validateFlow,
  publishFlow,
  listFlowVersions,
  rollbackFlow,
  getFlowAnalytics,
  testFlow,
  listFlowSuites,
  saveFlowSuite,
  exportFlow,
  importFlow,
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
  attachPhoneNumber,
  syncPhoneNumbers,
  getPhoneNumber,
  updatePhoneNumber,
  detachPhoneNumber,
  listProviderKeys,
  createProviderKey,
  revokeProviderKey,
  validateProviderKey,
  getProviderKeyUsage,
  rotateProviderKey,
  listAuditLog,
  voiceWebhook,
  statusWebhook,
  fallbackWebhook,
  live,
  ready,
  deep,
  metrics,
];
