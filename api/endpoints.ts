import { getMe } from './endpoints/auth/get-me.endpoint.ts';
import { login } from './endpoints/auth/login.endpoint.ts';
import { listAuditLog } from './endpoints/audit/list-audit-log.endpoint.ts';
import { createProviderKey } from './endpoints/provider-keys/create-provider-key.endpoint.ts';
import { getProviderKeyUsage } from './endpoints/provider-keys/get-provider-key-usage.endpoint.ts';
import { listProviderKeys } from './endpoints/provider-keys/list-provider-keys.endpoint.ts';
import { revokeProviderKey } from './endpoints/provider-keys/revoke-provider-key.endpoint.ts';
import { rotateProviderKey } from './endpoints/provider-keys/rotate-provider-key.endpoint.ts';
import { validateProviderKey } from './endpoints/provider-keys/validate-provider-key.endpoint.ts';
import { register } from './endpoints/auth/register.endpoint.ts';
import { logout } from './endpoints/auth/logout.endpoint.ts';
import { refresh } from './endpoints/auth/refresh.endpoint.ts';
import { forgotPassword } from './endpoints/auth/forgot-password.endpoint.ts';
import { resetPassword } from './endpoints/auth/reset-password.endpoint.ts';
import { confirmEmail } from './endpoints/auth/confirm-email.endpoint.ts';
import { changePassword } from './endpoints/auth/change-password.endpoint.ts';
import { listUsers } from './endpoints/users/list-users.endpoint.ts';
import { inviteUser } from './endpoints/users/invite-user.endpoint.ts';
import { getUser } from './endpoints/users/get-user.endpoint.ts';
import { updateUser } from './endpoints/users/update-user.endpoint.ts';
import { deactivateUser } from './endpoints/users/deactivate-user.endpoint.ts';
import { listUserSessions } from './endpoints/users/list-user-sessions.endpoint.ts';
import { revokeUserSession } from './endpoints/users/revoke-user-session.endpoint.ts';
import { listOrganizations } from './endpoints/organizations/list-organizations.endpoint.ts';
import { createOrganization } from './endpoints/organizations/create-organization.endpoint.ts';
import { getOrganization } from './endpoints/organizations/get-organization.endpoint.ts';
import { updateOrganization } from './endpoints/organizations/update-organization.endpoint.ts';
import { closeOrganization } from './endpoints/organizations/close-organization.endpoint.ts';
import { getSettings } from './endpoints/settings/get-settings.endpoint.ts';
import { updateSettings } from './endpoints/settings/update-settings.endpoint.ts';
import { getFlowSigningSecret } from './endpoints/settings/get-flow-signing-secret.endpoint.ts';
import { getMySettings } from './endpoints/settings/get-my-settings.endpoint.ts';
import { updateMySettings } from './endpoints/settings/update-my-settings.endpoint.ts';
import { listApiKeys } from './endpoints/api-keys/list-api-keys.endpoint.ts';
import { createApiKey } from './endpoints/api-keys/create-api-key.endpoint.ts';
import { revokeApiKey } from './endpoints/api-keys/revoke-api-key.endpoint.ts';
import { createCallList } from './endpoints/call-lists/create-call-list.endpoint.ts';
import { listCallLists } from './endpoints/call-lists/list-call-lists.endpoint.ts';
import { cancelCallback } from './endpoints/callbacks/cancel-callback.endpoint.ts';
import { createCallback } from './endpoints/callbacks/create-callback.endpoint.ts';
import { getCallback } from './endpoints/callbacks/get-callback.endpoint.ts';
import { listCallbacks } from './endpoints/callbacks/list-callbacks.endpoint.ts';
import { rescheduleCallback } from './endpoints/callbacks/reschedule-callback.endpoint.ts';
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
import { deleteRecording } from './endpoints/recordings/delete-recording.endpoint.ts';
import { getRecordingMedia } from './endpoints/recordings/get-recording-media.endpoint.ts';
import { getRecordingTranscription } from './endpoints/recordings/get-recording-transcription.endpoint.ts';
import { getRecording } from './endpoints/recordings/get-recording.endpoint.ts';
import { listRecordings } from './endpoints/recordings/list-recordings.endpoint.ts';
import { callVoicemailBack } from './endpoints/voicemail/call-voicemail-back.endpoint.ts';
import { deleteVoicemail } from './endpoints/voicemail/delete-voicemail.endpoint.ts';
import { getVoicemail } from './endpoints/voicemail/get-voicemail.endpoint.ts';
import { listVoicemail } from './endpoints/voicemail/list-voicemail.endpoint.ts';
import { updateVoicemail } from './endpoints/voicemail/update-voicemail.endpoint.ts';
import { syncPhoneNumbers } from './endpoints/phone-numbers/sync-phone-numbers.endpoint.ts';
import { updatePhoneNumber } from './endpoints/phone-numbers/update-phone-number.endpoint.ts';
import { deep } from './endpoints/health/deep.endpoint.ts';
import { live } from './endpoints/health/live.endpoint.ts';
import { metrics } from './endpoints/health/metrics.endpoint.ts';
import { ready } from './endpoints/health/ready.endpoint.ts';
import { closeCircuitBreaker } from './endpoints/circuit-breakers/close-circuit-breaker.endpoint.ts';
import { listBreakerOrders } from './endpoints/circuit-breakers/list-breaker-orders.endpoint.ts';
import { listCircuitBreakers } from './endpoints/circuit-breakers/list-circuit-breakers.endpoint.ts';
import { openCircuitBreaker } from './endpoints/circuit-breakers/open-circuit-breaker.endpoint.ts';
import { resetCircuitBreaker } from './endpoints/circuit-breakers/reset-circuit-breaker.endpoint.ts';
import { getApmMetrics } from './endpoints/apm/get-apm-metrics.endpoint.ts';
import { getTrace } from './endpoints/apm/get-trace.endpoint.ts';
import { listTraces } from './endpoints/apm/list-traces.endpoint.ts';
import { listServices } from './endpoints/services/list-services.endpoint.ts';
import { createWebhook } from './endpoints/webhook-endpoints/create-webhook.endpoint.ts';
import { deleteWebhook } from './endpoints/webhook-endpoints/delete-webhook.endpoint.ts';
import { listWebhookDeliveries } from './endpoints/webhook-endpoints/list-webhook-deliveries.endpoint.ts';
import { listWebhooks } from './endpoints/webhook-endpoints/list-webhooks.endpoint.ts';
import { replayWebhookDelivery } from './endpoints/webhook-endpoints/replay-webhook-delivery.endpoint.ts';
import { rotateWebhookSecret } from './endpoints/webhook-endpoints/rotate-webhook-secret.endpoint.ts';
import { testWebhook } from './endpoints/webhook-endpoints/test-webhook.endpoint.ts';
import { updateWebhook } from './endpoints/webhook-endpoints/update-webhook.endpoint.ts';
import { listNotifications } from './endpoints/notifications/list-notifications.endpoint.ts';
import { readNotification } from './endpoints/notifications/read-notification.endpoint.ts';
import { fallbackWebhook } from './endpoints/webhooks/fallback.endpoint.ts';
import { recordingWebhook } from './endpoints/webhooks/recording.endpoint.ts';
import { statusWebhook } from './endpoints/webhooks/status.endpoint.ts';
import { transcriptionWebhook } from './endpoints/webhooks/transcription.endpoint.ts';
import { voiceWebhook } from './endpoints/webhooks/voice.endpoint.ts';
import type { Endpoint } from './endpoint.ts';

/** Every operation of the API: routes, the OpenAPI document and the tests all come from this list. */
export const ENDPOINTS: readonly Endpoint[] = [
  register,
  login,
  refresh,
  logout,
  getMe,
  forgotPassword,
  resetPassword,
  confirmEmail,
  changePassword,
  listUsers,
  inviteUser,
  getUser,
  updateUser,
  deactivateUser,
  listUserSessions,
  revokeUserSession,
  listOrganizations,
  createOrganization,
  getOrganization,
  updateOrganization,
  closeOrganization,
  getSettings,
  updateSettings,
  getFlowSigningSecret,
  getMySettings,
  updateMySettings,
  listApiKeys,
  createApiKey,
  revokeApiKey,
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
  listRecordings,
  getRecording,
  getRecordingMedia,
  getRecordingTranscription,
  deleteRecording,
  listVoicemail,
  getVoicemail,
  updateVoicemail,
  deleteVoicemail,
  callVoicemailBack,
  listCallbacks,
  createCallback,
  getCallback,
  rescheduleCallback,
  cancelCallback,
  listProviderKeys,
  createProviderKey,
  revokeProviderKey,
  validateProviderKey,
  getProviderKeyUsage,
  rotateProviderKey,
  listAuditLog,
  listWebhooks,
  createWebhook,
  updateWebhook,
  deleteWebhook,
  testWebhook,
  listWebhookDeliveries,
  replayWebhookDelivery,
  rotateWebhookSecret,
  listNotifications,
  readNotification,
  voiceWebhook,
  statusWebhook,
  fallbackWebhook,
  recordingWebhook,
  transcriptionWebhook,
  getApmMetrics,
  listTraces,
  getTrace,
  listServices,
  listCircuitBreakers,
  listBreakerOrders,
  resetCircuitBreaker,
  openCircuitBreaker,
  closeCircuitBreaker,
  live,
  ready,
  deep,
  metrics,
];
