import { randomUUID } from 'node:crypto';
import type { Test } from 'supertest';
import type { Role } from '../../../contracts/auth.schema.ts';
import type { Endpoint } from '../../../api/endpoint.ts';
import { ADMIN_PASSWORD, type ApiWorld, type TestOrg } from './api-world.ts';
import { addTrace } from '../apm/span-rows.ts';
import { addCallback } from './callback-rows.ts';
import { addApiKey, addPerson } from './people.ts';
import { addRecording, addVoicemail } from './recording-rows.ts';
import { addNotification, addWebhook } from './webhook-rows.ts';
import {
  addAttempt,
  addCampaign,
  addCampaignParts,
  addContact,
  addFlow,
  addImport,
  addList,
  addProviderKey,
  addPhoneNumber,
  FLOW_DOCUMENT,
} from './rows.ts';

/**
 * A request of an endpoint with its path filled in, as one of our people; without `role` as nobody. The admin of an
 * operation of operators is the operator.
 */
export function call(
  world: ApiWorld,
  endpoint: Endpoint,
  options: { id?: string; role?: Role; query?: string; org?: TestOrg } = {},
): Test {
  const { id = '', role, query = '', org = world.ours } = options;
  const path = endpoint.path
    .replace('{id}', id)
    .replace('{orgRef}', org.ref)
    .replace('{suiteId}', 'main')
    // Any other id of a path is of something that is not there.
    .replaceAll(/\{\w+\}/g, () => randomUUID());
  const request = world.http[endpoint.method](`${path}${query}`);
  if (!role) return request;
  const isOperator = endpoint.auth === 'operator' && role === 'admin';
  return request.set('Authorization', `Bearer ${isOperator ? world.operatorToken : org.tokens[role]}`);
}

/** Settings of an organization that can be sent. */
export const SETTINGS = {
  name: 'Organization 1',
  defaultZone: 'Europe/Prague',
  defaultLanguage: 'cs',
  languages: ['cs', 'en'],
  defaultCarrierAccountId: null,
  unknownPolicy: 'review',
  maxCallSeconds: 1800,
  transferCountries: ['CZ', 'US'],
  retention: { recordingDays: 30, transcriptDays: 30, callDays: null, webhookDeliveryDays: 7 },
};

/** Makes what an endpoint's `{id}` names; undefined where there is no id in its path. */
export async function resourceOf(
  world: ApiWorld,
  org: TestOrg,
  endpoint: Endpoint,
): Promise<string | undefined> {
  if (!endpoint.path.includes('{id}')) return undefined;
  const noun = endpoint.path.split('/').slice(3, endpoint.path.split('/').indexOf('{id}')).join('/');
  const make: Record<string, () => Promise<string>> = {
    contacts: () => addContact(world, org),
    'contacts/imports': async () => addImport(world, org, await addList(world, org)),
    campaigns: () => addCampaign(world, org, 'running'),
    calls: async () => (await addAttempt(world, org, 'placed')).attemptId,
    attempts: async () => (await addAttempt(world, org, 'review')).attemptId,
    'phone-numbers': () => addPhoneNumber(world, org),
    recordings: async () => (await addRecording(world, org)).id,
    voicemail: async () => (await addVoicemail(world, org)).id,
    callbacks: () => addCallback(world, org),
    'provider-keys': () => addProviderKey(world, org),
    webhooks: async () => (await addWebhook(world, org)).id,
    notifications: () => addNotification(world, org),
    users: async () => (await addPerson(world.deps, org.orgId, 'agent')).userId,
    organizations: async () => org.orgId,
    'api-keys': async () => (await addApiKey(world.deps, org.orgId)).id,
    'ivr/flows': async () => (await addFlow(world, org)).id,
    'apm/traces': () => addTrace(world, [{ name: 'POST /start', kind: 'server' }]),
  };
  const making = make[noun];
  if (!making) throw new Error(`The tests cannot make a resource of ${noun}.`);
  return making();
}

/** A valid body of each endpoint that has one. */
export async function bodyOf(world: ApiWorld, org: TestOrg, endpoint: Endpoint): Promise<object | undefined> {
  const bodies: Record<string, () => object | Promise<object>> = {
    login: () => ({ email: org.adminEmail, password: 'some password' }),
    register: () => ({
      organizationName: 'Riverside Clinic',
      email: 'ada@example.test',
      password: ADMIN_PASSWORD,
      displayName: 'Ada',
    }),
    refresh: () => ({ refreshToken: 'crt_unknown' }),
    forgotPassword: () => ({ email: 'nobody@example.test' }),
    confirmEmail: () => ({ token: 'unknown' }),
    resetPassword: () => ({ token: 'unknown', password: ADMIN_PASSWORD }),
    changePassword: () => ({ currentPassword: 'wrong', newPassword: ADMIN_PASSWORD }),
    inviteUser: () => ({ email: `${randomUUID()}@example.test`, role: 'agent' }),
    updateUser: () => ({ displayName: 'Grace' }),
    createOrganization: () => ({ name: 'Riverside Clinic', adminEmail: 'grace@example.test' }),
    updateOrganization: () => ({ name: 'Hillside Clinic' }),
    updateSettings: () => SETTINGS,
    updateMySettings: () => ({ language: 'cs', zone: null, mailNotifications: false }),
    createApiKey: () => ({ name: 'CRM', scopes: ['contacts:read'] }),
    createCallList: () => ({ name: `list ${Math.random()}` }),
    createSuppression: () => ({ phone: '+12125550199' }),
    createFlow: () => ({ name: 'reminder', document: FLOW_DOCUMENT }),
    updateFlow: () => ({ document: FLOW_DOCUMENT }),
    rollbackFlow: () => ({ version: 1 }),
    testFlow: () => ({ case: { name: 'a caller' } }),
    saveFlowSuite: () => ({ name: 'Callers', cases: [{ name: 'a caller' }] }),
    importFlow: () => ({ document: FLOW_DOCUMENT }),
    createCampaign: async () => ({ name: 'reminders', ...(await addCampaignParts(world, org)) }),
    pauseCampaign: () => ({ reason: 'lunch' }),
    resumeCampaign: () => ({}),
    cancelCampaign: () => ({}),
    attachPhoneNumber: () => ({ number: '+12125550177' }),
    syncPhoneNumbers: () => ({}),
    updatePhoneNumber: () => ({ label: 'front desk' }),
    updateVoicemail: () => ({ state: 'read' }),
    callVoicemailBack: () => ({}),
    createCallback: async () => ({
      contactId: await addContact(world, org),
      phoneNumberId: org.phoneNumberId,
      flowId: (await addFlow(world, org)).id,
    }),
    rescheduleCallback: () => ({ dueAt: null }),
    createProviderKey: () => ({
      provider: 'openai',
      label: `key ${Math.random()}`,
      secret: { apiKey: 'sk-a-key-of-tests' },
    }),
    rotateProviderKey: () => ({ provider: 'openai', secret: { apiKey: 'sk-another-key-of-tests' } }),
    createWebhook: () => ({ url: 'https://hooks.example.com/', events: ['call.completed'] }),
    updateWebhook: () => ({ description: 'the CRM' }),
    rotateWebhookSecret: () => ({}),
    resetCircuitBreaker: () => ({}),
    openCircuitBreaker: () => ({ reason: 'maintenance' }),
    closeCircuitBreaker: () => ({}),
    resolveAttempt: () => ({ verdict: 'did_not_ring', reason: 'the carrier has no record' }),
  };
  const make = bodies[endpoint.id];
  if (endpoint.body && !make) throw new Error(`The tests have no body for ${endpoint.id}.`);
  return make?.();
}
