import { ROLES, type Role } from '../../contracts/auth.schema.ts';

/**
 * The weakest role that may call each operation, by operation id. A missing entry denies everybody: an operation
 * is closed until somebody decides who may use it.
 */
export const MINIMUM_ROLE: Readonly<Record<string, Role>> = {
  getMe: 'agent',
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
  listCampaigns: 'agent',
  createCampaign: 'admin',
  getCampaign: 'agent',
  startCampaign: 'admin',
  pauseCampaign: 'supervisor',
  resumeCampaign: 'supervisor',
  cancelCampaign: 'admin',
  getCampaignProgress: 'agent',
  listCalls: 'agent',
  getCall: 'agent',
  listAttempts: 'supervisor',
  resolveAttempt: 'supervisor',
  listIncidents: 'supervisor',
  listPhoneNumbers: 'agent',
};

/** Whether a role may call an operation. */
export function isPermitted(operationId: string, role: Role): boolean {
  const minimum = Object.hasOwn(MINIMUM_ROLE, operationId) ? MINIMUM_ROLE[operationId] : undefined;
  return minimum !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(minimum);
}
