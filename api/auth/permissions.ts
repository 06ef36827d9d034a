import { ROLES, type Role } from '../../contracts/auth.schema.ts';
import { AppError } from '../../domain/errors.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Operator, Principal } from './principal.ts';

/**
 * The weakest role that may call each operation, by operation id. A missing entry denies everybody: an operation
 * is closed until somebody decides who may use it.
 */
export const MINIMUM_ROLE: Readonly<Record<string, Role>> = {
  getMe: 'agent',
  logout: 'agent',
  changePassword: 'agent',
  listUsers: 'supervisor',
  inviteUser: 'admin',
  getUser: 'supervisor',
  updateUser: 'admin',
  deactivateUser: 'admin',
  listUserSessions: 'agent',
  revokeUserSession: 'agent',
  getSettings: 'agent',
  updateSettings: 'admin',
  getFlowSigningSecret: 'admin',
  getMySettings: 'agent',
  updateMySettings: 'agent',
  listApiKeys: 'admin',
  createApiKey: 'admin',
  revokeApiKey: 'admin',
  listContacts: 'agent',
  getContact: 'agent',
  explainContact: 'agent',
  importContacts: 'admin',
  getImport: 'supervisor',
  listCallLists: 'agent',
  createCallList: 'admin',
  listSuppressions: 'supervisor',
  createSuppression: 'agent',
  listFlows: 'agent',
  createFlow: 'admin',
  getFlow: 'agent',
  updateFlow: 'admin',
  validateFlow: 'supervisor',
  publishFlow: 'admin',
  deleteFlow: 'admin',
  listFlowVersions: 'agent',
  rollbackFlow: 'admin',
  getFlowAnalytics: 'supervisor',
  testFlow: 'supervisor',
  listFlowSuites: 'agent',
  saveFlowSuite: 'admin',
  exportFlow: 'supervisor',
  importFlow: 'admin',
  listCampaigns: 'agent',
  createCampaign: 'admin',
  getCampaign: 'agent',
  startCampaign: 'admin',
  pauseCampaign: 'supervisor',
  resumeCampaign: 'supervisor',
  cancelCampaign: 'admin',
  getCampaignProgress: 'agent',
  listCallbacks: 'agent',
  createCallback: 'agent',
  getCallback: 'agent',
  rescheduleCallback: 'agent',
  cancelCallback: 'agent',
  listCalls: 'agent',
  getCall: 'agent',
  listAttempts: 'supervisor',
  resolveAttempt: 'supervisor',
  listIncidents: 'supervisor',
  listPhoneNumbers: 'agent',
  listProviderKeys: 'admin',
  createProviderKey: 'admin',
  revokeProviderKey: 'admin',
  validateProviderKey: 'admin',
  getProviderKeyUsage: 'supervisor',
  rotateProviderKey: 'admin',
  listAuditLog: 'admin',
  attachPhoneNumber: 'admin',
  syncPhoneNumbers: 'admin',
  getPhoneNumber: 'supervisor',
  updatePhoneNumber: 'admin',
  detachPhoneNumber: 'admin',
  listRecordings: 'supervisor',
  getRecording: 'supervisor',
  getRecordingMedia: 'agent',
  getRecordingTranscription: 'agent',
  deleteRecording: 'admin',
  listVoicemail: 'agent',
  getVoicemail: 'agent',
  updateVoicemail: 'agent',
  deleteVoicemail: 'supervisor',
  callVoicemailBack: 'agent',
  listWebhooks: 'supervisor',
  createWebhook: 'admin',
  updateWebhook: 'admin',
  deleteWebhook: 'admin',
  testWebhook: 'admin',
  listWebhookDeliveries: 'supervisor',
  replayWebhookDelivery: 'admin',
  rotateWebhookSecret: 'admin',
  listNotifications: 'agent',
  readNotification: 'agent',
};

/** Whether a role may call an operation. */
export function isPermitted(operationId: string, role: Role): boolean {
  const minimum = Object.hasOwn(MINIMUM_ROLE, operationId) ? MINIMUM_ROLE[operationId] : undefined;
  return minimum !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(minimum);
}

/**
 * Refuses a principal that an operation is not for: an operator outside the installation's operations and everybody
 * else inside them, a person below its role, an API key below its role, without its scope, or where only people may
 * go. Throws `auth.forbidden` or `auth.scope_missing`.
 */
export function refuseUnlessAllowed(endpoint: Endpoint, principal: Principal | Operator): void {
  const isForOperators = endpoint.auth === 'operator';
  if (principal.kind === 'operator' || isForOperators) {
    if (principal.kind === 'operator' && isForOperators) return;
    throw new AppError({ code: 'auth.forbidden' });
  }
  if (endpoint.auth === 'person' && principal.kind !== 'user')
    throw new AppError({
      code: 'auth.forbidden',
      message: 'No API key may do this: it is for people who sign in.',
    });
  if (!isPermitted(endpoint.id, principal.role)) throw new AppError({ code: 'auth.forbidden' });
  if (!principal.scopes) return;
  if (endpoint.scope && principal.scopes.includes(endpoint.scope)) return;
  throw new AppError({ code: 'auth.scope_missing' });
}
