import { apiKeySchema, createApiKeySchema, newApiKeySchema } from '../../../contracts/api-key.schema.ts';
import { pageSchema } from '../../../contracts/common.schema.ts';
import { notificationSchema } from '../../../contracts/notification.ts';
import {
  createProviderKeySchema,
  providerKeySchema,
  providerKeyUsageSchema,
  rotateProviderKeySchema,
} from '../../../contracts/provider-key.schema.ts';
import { mySettingsSchema } from '../../../contracts/settings.schema.ts';
import {
  inviteUserSchema,
  updateUserSchema,
  userSchema,
  userSessionSchema,
} from '../../../contracts/user.schema.ts';
import {
  createWebhookSchema,
  rotateWebhookSecretSchema,
  updateWebhookSchema,
  webhookDeliverySchema,
  webhookEndpointSchema,
  webhookSecretSchema,
} from '../../../contracts/webhook-endpoint.schema.ts';
import { operation } from './operation.ts';

const page = ['cursor', 'limit'] as const;

/** The operations by which an organization is run: its keys, webhooks, notifications and users; part of `API`. */
export const OF_ORGANIZATION = {
  listApiKeys: operation('listApiKeys', 'GET /api/v1/api-keys', {
    answer: pageSchema(apiKeySchema),
    query: page,
  }),
  createApiKey: operation('createApiKey', 'POST /api/v1/api-keys', {
    answer: newApiKeySchema,
    body: createApiKeySchema,
    isRepeatable: false,
  }),
  revokeApiKey: operation('revokeApiKey', 'DELETE /api/v1/api-keys/{id}', { answer: null }),

  listWebhooks: operation('listWebhooks', 'GET /api/v1/webhooks', {
    answer: pageSchema(webhookEndpointSchema),
    query: [...page, 'state'],
  }),
  createWebhook: operation('createWebhook', 'POST /api/v1/webhooks', {
    answer: webhookSecretSchema,
    body: createWebhookSchema,
    isRepeatable: false,
  }),
  updateWebhook: operation('updateWebhook', 'PUT /api/v1/webhooks/{id}', {
    answer: webhookEndpointSchema,
    body: updateWebhookSchema,
  }),
  deleteWebhook: operation('deleteWebhook', 'DELETE /api/v1/webhooks/{id}', { answer: null }),
  rotateWebhookSecret: operation('rotateWebhookSecret', 'POST /api/v1/webhooks/{id}/rotate-secret', {
    answer: webhookSecretSchema,
    body: rotateWebhookSecretSchema,
    isRepeatable: false,
  }),
  testWebhook: operation('testWebhook', 'POST /api/v1/webhooks/{id}/test', { answer: webhookDeliverySchema }),
  listWebhookDeliveries: operation('listWebhookDeliveries', 'GET /api/v1/webhooks/{id}/deliveries', {
    answer: pageSchema(webhookDeliverySchema),
    query: [...page, 'state', 'type'],
  }),
  replayWebhookDelivery: operation(
    'replayWebhookDelivery',
    'POST /api/v1/webhooks/{id}/deliveries/{deliveryId}/replay',
    { answer: webhookDeliverySchema },
  ),

  listNotifications: operation('listNotifications', 'GET /api/v1/notifications', {
    answer: pageSchema(notificationSchema),
    query: [...page, 'kind', 'isRead'],
  }),
  readNotification: operation('readNotification', 'POST /api/v1/notifications/{id}/read', {
    answer: notificationSchema,
  }),
  getMySettings: operation('getMySettings', 'GET /api/v1/settings/me', { answer: mySettingsSchema }),
  updateMySettings: operation('updateMySettings', 'PUT /api/v1/settings/me', {
    answer: mySettingsSchema,
    body: mySettingsSchema,
  }),

  listProviderKeys: operation('listProviderKeys', 'GET /api/v1/provider-keys', {
    answer: pageSchema(providerKeySchema),
    query: [...page, 'provider', 'state'],
  }),
  createProviderKey: operation('createProviderKey', 'POST /api/v1/provider-keys', {
    answer: providerKeySchema,
    body: createProviderKeySchema,
    isRepeatable: false,
  }),
  validateProviderKey: operation('validateProviderKey', 'POST /api/v1/provider-keys/{id}/validate', {
    answer: providerKeySchema,
    isRepeatable: false,
  }),
  rotateProviderKey: operation('rotateProviderKey', 'POST /api/v1/provider-keys/{id}/rotate', {
    answer: providerKeySchema,
    body: rotateProviderKeySchema,
    isRepeatable: false,
  }),
  revokeProviderKey: operation('revokeProviderKey', 'DELETE /api/v1/provider-keys/{id}', { answer: null }),
  getProviderKeyUsage: operation('getProviderKeyUsage', 'GET /api/v1/provider-keys/{id}/usage', {
    answer: providerKeyUsageSchema,
    query: ['from', 'to'],
  }),

  listUsers: operation('listUsers', 'GET /api/v1/users', {
    answer: pageSchema(userSchema),
    query: [...page, 'role', 'state'],
  }),
  inviteUser: operation('inviteUser', 'POST /api/v1/users', { answer: userSchema, body: inviteUserSchema }),
  updateUser: operation('updateUser', 'PUT /api/v1/users/{id}', {
    answer: userSchema,
    body: updateUserSchema,
  }),
  deactivateUser: operation('deactivateUser', 'DELETE /api/v1/users/{id}', { answer: null }),
  listUserSessions: operation('listUserSessions', 'GET /api/v1/users/{id}/sessions', {
    answer: pageSchema(userSessionSchema),
    query: page,
  }),
  revokeUserSession: operation('revokeUserSession', 'DELETE /api/v1/users/{id}/sessions/{sessionId}', {
    answer: null,
  }),
} as const;
