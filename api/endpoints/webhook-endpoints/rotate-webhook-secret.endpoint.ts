import { idParamsSchema } from '../../../contracts/common.schema.ts';
import {
  rotateWebhookSecretSchema,
  webhookSecretSchema,
} from '../../../contracts/webhook-endpoint.schema.ts';
import { audit } from '../../auth/audit.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { endpointById, toWebhookEndpoint } from './endpoint-row.ts';
import { newSecret } from './new-secret.ts';

/**
 * Puts a new secret in the place of the old one. Until `previousSecretUntil` messages carry a signature of each, so
 * that a receiver can change over whenever it likes.
 */
export const rotateWebhookSecret = defineEndpoint({
  id: 'rotateWebhookSecret',
  method: 'post',
  path: '/api/v1/webhooks/{id}/rotate-secret',
  tag: 'webhooks',
  summary: 'Rotate the secret; two live for a while',
  description: 'The new secret is in this answer and nowhere else.',
  auth: 'user',
  params: idParamsSchema,
  body: rotateWebhookSecretSchema,
  responses: { 200: { description: 'The endpoint and its new secret.', schema: webhookSecretSchema } },
  errors: ['webhook_endpoint.not_found', 'secret.unreadable'],
  handle: async (context) => {
    const { deps, inOrg, principal, params, body } = context;
    await inOrg((tx) => endpointById(tx, params.id));
    const { secret, sealed } = await newSecret(deps, principal.orgId, params.id);
    const row = await inOrg(async (tx) => {
      await endpointById(tx, params.id, true);
      await tx.query(
        `UPDATE webhook_endpoint
            SET secret_ciphertext = $2, secret_key_version = $3,
                previous_secret_ciphertext = CASE WHEN $4 > 0 THEN secret_ciphertext END,
                previous_secret_key_version = CASE WHEN $4 > 0 THEN secret_key_version END,
                previous_secret_until = CASE WHEN $4 > 0 THEN clock_timestamp() + make_interval(secs => $4) END,
                revision = revision + 1, updated_at = clock_timestamp()
          WHERE id = $1`,
        [params.id, sealed.ciphertext, sealed.keyVersion, body.keepPreviousSeconds],
      );
      const after = await endpointById(tx, params.id);
      const target = { kind: 'webhook_endpoint', id: params.id };
      const detail = { keepPreviousSeconds: body.keepPreviousSeconds };
      await audit(tx, context, { action: 'webhook_endpoint.secret_rotated', target, detail });
      return after;
    });
    return { status: 200, body: { endpoint: toWebhookEndpoint(row), secret } };
  },
});
