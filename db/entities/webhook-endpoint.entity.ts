import { defineEntity, p } from '@mikro-orm/postgresql';
import { id, moment, now, orgId, tenantRows } from './columns.ts';

const WebhookEndpointSchema = defineEntity({
  name: 'WebhookEndpoint',
  ...tenantRows,
  indexes: [{ name: 'webhook_endpoint_kept', properties: ['orgId', 'id'], where: 'deleted_at is null' }],
  checks: [
    {
      name: 'webhook_endpoint_previous_check',
      expression: `(previous_secret_ciphertext is null) = (previous_secret_key_version is null) and (previous_secret_ciphertext is null) = (previous_secret_until is null)`,
    },
  ],
  properties: {
    orgId: orgId(),
    id: id(),
    url: p.text(),
    description: p.text().nullable(),
    /** Types it is told of. */
    events: p.array().columnType('text[]'),
    state: p.enum(['enabled', 'disabled']).default('enabled'),
    disabledReason: p.text().nullable(),
    secretCiphertext: p.blob().hidden(),
    /** Version of the data key that sealed the secret. */
    secretKeyVersion: p.integer(),
    /** Signs beside the secret until then, while secrets are being rotated. */
    previousSecretCiphertext: p.blob().nullable().hidden(),
    previousSecretKeyVersion: p.integer().nullable(),
    previousSecretUntil: moment().nullable(),
    /** First failure since the last success; long enough ago, the endpoint is disabled. */
    failingSince: moment().nullable(),
    /** Rounds in a row in which it was down. */
    failures: p.integer().default(0).check('failures >= 0'),
    /** While it is down: nothing is sent before, and everything is sent by its run. */
    retryAt: moment().nullable(),
    /** Raised by each change; the ETag of the endpoint. */
    revision: p.integer().default(1),
    createdBy: p.uuid().nullable(),
    createdAt: now(),
    updatedAt: now(),
    deletedAt: moment().nullable(),
  },
});

/** An address of an organization's own that is told of its events. */
export class WebhookEndpoint extends WebhookEndpointSchema.class {}
WebhookEndpointSchema.setClass(WebhookEndpoint);
