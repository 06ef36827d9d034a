import { z } from 'zod';
import {
  confirmEmailSchema,
  loginSchema,
  meSchema,
  refreshSchema,
  registerSchema,
  resetPasswordSchema,
  sessionAnswerSchema,
} from '../../../contracts/auth.schema.ts';
import {
  breakerOrderSchema,
  breakerSchema,
  givenBreakerOrderSchema,
} from '../../../contracts/breaker.schema.ts';
import { callDetailSchema, callSchema } from '../../../contracts/call.schema.ts';
import {
  callbackDetailSchema,
  callbackSchema,
  createCallbackSchema,
  rescheduleCallbackSchema,
} from '../../../contracts/callback.schema.ts';
import {
  campaignProgressSchema,
  campaignSchema,
  createCampaignSchema,
  steerCampaignSchema,
} from '../../../contracts/campaign.schema.ts';
import { pageSchema } from '../../../contracts/common.schema.ts';
import { contactWhySchema } from '../../../contracts/compliance.schema.ts';
import {
  callListSchema,
  contactSchema,
  importPageSchema,
  importSchema,
} from '../../../contracts/contact.schema.ts';
import {
  createFlowSchema,
  flowDetailSchema,
  flowExportSchema,
  flowSchema,
  flowValidationSchema,
  flowVersionPageSchema,
  flowVersionSchema,
  publishedVersionSchema,
  rollbackFlowSchema,
  updateFlowSchema,
} from '../../../contracts/flow.schema.ts';
import { flowAnalyticsSchema } from '../../../contracts/flow-analytics.schema.ts';
import {
  flowSuiteSchema,
  flowTestResultSchema,
  runFlowTestSchema,
  saveFlowSuiteSchema,
} from '../../../contracts/flow-suite.schema.ts';
import { organizationSchema } from '../../../contracts/organization.schema.ts';
import {
  attachPhoneNumberSchema,
  phoneNumberDetailSchema,
  phoneNumberSchema,
  syncPhoneNumbersSchema,
  syncResultSchema,
  updatePhoneNumberSchema,
} from '../../../contracts/phone-number.schema.ts';
import { serviceSchema } from '../../../contracts/service.schema.ts';
import {
  callBackSchema,
  updateVoicemailSchema,
  voicemailCallbackSchema,
  voicemailDetailSchema,
  voicemailSchema,
} from '../../../contracts/voicemail.schema.ts';
import { operation } from './operation.ts';
import { OF_ORGANIZATION } from './organization-operations.ts';

const page = ['cursor', 'limit'] as const;

/** The operations that the command line uses; a test compares each with the API's own. */
export const API = {
  login: operation('login', 'POST /api/v1/auth/login', { answer: sessionAnswerSchema, body: loginSchema }),
  refresh: operation('refresh', 'POST /api/v1/auth/refresh', {
    answer: sessionAnswerSchema,
    body: refreshSchema,
  }),
  logout: operation('logout', 'POST /api/v1/auth/logout', { answer: null }),
  register: operation('register', 'POST /api/v1/auth/register', {
    answer: sessionAnswerSchema,
    body: registerSchema,
    isRepeatable: false,
  }),
  resetPassword: operation('resetPassword', 'POST /api/v1/auth/password/reset', {
    answer: null,
    body: resetPasswordSchema,
    isRepeatable: false,
  }),
  confirmEmail: operation('confirmEmail', 'POST /api/v1/auth/email/confirm', {
    answer: null,
    body: confirmEmailSchema,
    isRepeatable: false,
  }),
  me: operation('getMe', 'GET /api/v1/auth/me', { answer: meSchema }),

  listCampaigns: operation('listCampaigns', 'GET /api/v1/campaigns', {
    answer: pageSchema(campaignSchema),
    query: [...page, 'state'],
  }),
  createCampaign: operation('createCampaign', 'POST /api/v1/campaigns', {
    answer: campaignSchema,
    body: createCampaignSchema,
  }),
  getCampaign: operation('getCampaign', 'GET /api/v1/campaigns/{id}', { answer: campaignSchema }),
  startCampaign: operation('startCampaign', 'POST /api/v1/campaigns/{id}/start', { answer: campaignSchema }),
  pauseCampaign: operation('pauseCampaign', 'POST /api/v1/campaigns/{id}/pause', {
    answer: campaignSchema,
    body: steerCampaignSchema,
  }),
  resumeCampaign: operation('resumeCampaign', 'POST /api/v1/campaigns/{id}/resume', {
    answer: campaignSchema,
    body: steerCampaignSchema,
  }),
  cancelCampaign: operation('cancelCampaign', 'POST /api/v1/campaigns/{id}/cancel', {
    answer: campaignSchema,
    body: steerCampaignSchema,
  }),
  flowAnalytics: operation('getFlowAnalytics', 'GET /api/v1/ivr/flows/{id}/analytics', {
    answer: flowAnalyticsSchema,
    query: ['from', 'to', 'version', 'interval'],
  }),
  campaignProgress: operation('getCampaignProgress', 'GET /api/v1/campaigns/{id}/progress', {
    answer: campaignProgressSchema,
  }),

  listCallLists: operation('listCallLists', 'GET /api/v1/call-lists', {
    answer: pageSchema(callListSchema),
    query: page,
  }),
  listContacts: operation('listContacts', 'GET /api/v1/contacts', {
    answer: pageSchema(contactSchema),
    query: [...page, 'listId', 'phone', 'externalId'],
  }),
  getContact: operation('getContact', 'GET /api/v1/contacts/{id}', { answer: contactSchema }),
  explainContact: operation('explainContact', 'GET /api/v1/contacts/{id}/why', {
    answer: contactWhySchema,
    query: page,
  }),
  importContacts: operation('importContacts', 'POST /api/v1/contacts/import', { answer: importSchema }),
  getImport: operation('getImport', 'GET /api/v1/contacts/imports/{id}', {
    answer: importPageSchema,
    query: page,
  }),

  listFlows: operation('listFlows', 'GET /api/v1/ivr/flows', {
    answer: pageSchema(flowSchema),
    query: page,
  }),
  createFlow: operation('createFlow', 'POST /api/v1/ivr/flows', {
    answer: flowDetailSchema,
    body: createFlowSchema,
  }),
  getFlow: operation('getFlow', 'GET /api/v1/ivr/flows/{id}', { answer: flowDetailSchema }),
  updateFlow: operation('updateFlow', 'PUT /api/v1/ivr/flows/{id}', {
    answer: flowDetailSchema,
    body: updateFlowSchema,
  }),
  exportFlow: operation('exportFlow', 'GET /api/v1/ivr/flows/{id}/export', {
    answer: flowExportSchema,
    query: ['version'],
  }),
  validateFlow: operation('validateFlow', 'POST /api/v1/ivr/flows/{id}/validate', {
    answer: flowValidationSchema,
  }),
  testFlow: operation('testFlow', 'POST /api/v1/ivr/flows/{id}/test', {
    answer: flowTestResultSchema,
    body: runFlowTestSchema,
  }),
  saveFlowSuite: operation('saveFlowSuite', 'PUT /api/v1/ivr/flows/{id}/suites/{suiteId}', {
    answer: flowSuiteSchema,
    body: saveFlowSuiteSchema,
  }),
  publishFlow: operation('publishFlow', 'POST /api/v1/ivr/flows/{id}/publish', {
    answer: publishedVersionSchema,
  }),
  listFlowVersions: operation('listFlowVersions', 'GET /api/v1/ivr/flows/{id}/versions', {
    answer: flowVersionPageSchema,
    query: page,
  }),
  rollbackFlow: operation('rollbackFlow', 'POST /api/v1/ivr/flows/{id}/rollback', {
    answer: flowVersionSchema,
    body: rollbackFlowSchema,
  }),

  listCalls: operation('listCalls', 'GET /api/v1/calls', {
    answer: pageSchema(callSchema),
    query: [...page, 'status', 'direction', 'campaignId', 'contactId', 'outcome', 'from', 'to'],
  }),
  getCall: operation('getCall', 'GET /api/v1/calls/{id}', { answer: callDetailSchema }),

  listCallbacks: operation('listCallbacks', 'GET /api/v1/callbacks', {
    answer: pageSchema(callbackSchema),
    query: [...page, 'state', 'contactId'],
  }),
  createCallback: operation('createCallback', 'POST /api/v1/callbacks', {
    answer: callbackSchema,
    body: createCallbackSchema,
  }),
  getCallback: operation('getCallback', 'GET /api/v1/callbacks/{id}', { answer: callbackDetailSchema }),
  rescheduleCallback: operation('rescheduleCallback', 'PATCH /api/v1/callbacks/{id}', {
    answer: callbackSchema,
    body: rescheduleCallbackSchema,
  }),
  cancelCallback: operation('cancelCallback', 'DELETE /api/v1/callbacks/{id}', { answer: callbackSchema }),

  listPhoneNumbers: operation('listPhoneNumbers', 'GET /api/v1/phone-numbers', {
    answer: pageSchema(phoneNumberSchema),
    query: page,
  }),
  getPhoneNumber: operation('getPhoneNumber', 'GET /api/v1/phone-numbers/{id}', {
    answer: phoneNumberDetailSchema,
  }),
  attachPhoneNumber: operation('attachPhoneNumber', 'POST /api/v1/phone-numbers', {
    answer: phoneNumberDetailSchema,
    body: attachPhoneNumberSchema,
  }),
  updatePhoneNumber: operation('updatePhoneNumber', 'PATCH /api/v1/phone-numbers/{id}', {
    answer: phoneNumberSchema,
    body: updatePhoneNumberSchema,
  }),
  detachPhoneNumber: operation('detachPhoneNumber', 'DELETE /api/v1/phone-numbers/{id}', { answer: null }),
  syncPhoneNumbers: operation('syncPhoneNumbers', 'POST /api/v1/phone-numbers/sync', {
    answer: syncResultSchema,
    body: syncPhoneNumbersSchema,
  }),

  listVoicemail: operation('listVoicemail', 'GET /api/v1/voicemail', {
    answer: pageSchema(voicemailSchema),
    query: [...page, 'state', 'phoneNumberId', 'caller', 'from', 'to'],
  }),
  getVoicemail: operation('getVoicemail', 'GET /api/v1/voicemail/{id}', { answer: voicemailDetailSchema }),
  updateVoicemail: operation('updateVoicemail', 'PUT /api/v1/voicemail/{id}', {
    answer: voicemailDetailSchema,
    body: updateVoicemailSchema,
  }),
  callVoicemailBack: operation('callVoicemailBack', 'POST /api/v1/voicemail/{id}/callback', {
    answer: voicemailCallbackSchema,
    body: callBackSchema,
  }),

  ...OF_ORGANIZATION,

  listOrganizations: operation('listOrganizations', 'GET /api/v1/organizations', {
    answer: pageSchema(organizationSchema),
    query: page,
  }),
  listServices: operation('listServices', 'GET /api/v1/services', {
    answer: pageSchema(serviceSchema),
    query: [...page, 'status', 'name'],
  }),
  listCircuitBreakers: operation('listCircuitBreakers', 'GET /api/v1/circuit-breakers', {
    answer: pageSchema(breakerSchema),
    query: page,
  }),
  listBreakerOrders: operation('listBreakerOrders', 'GET /api/v1/circuit-breakers/orders', {
    answer: pageSchema(givenBreakerOrderSchema),
    query: [...page, 'name'],
  }),
  openCircuitBreaker: operation('openCircuitBreaker', 'POST /api/v1/circuit-breakers/{name}/open', {
    answer: breakerSchema,
    body: breakerOrderSchema,
  }),
  closeCircuitBreaker: operation('closeCircuitBreaker', 'POST /api/v1/circuit-breakers/{name}/close', {
    answer: breakerSchema,
    body: breakerOrderSchema,
  }),
  resetCircuitBreaker: operation('resetCircuitBreaker', 'POST /api/v1/circuit-breakers/{name}/reset', {
    answer: breakerSchema,
    body: breakerOrderSchema,
  }),

  openApi: operation('openApi', 'GET /openapi.json', { answer: z.record(z.string(), z.unknown()) }),
} as const;
