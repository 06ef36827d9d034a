import {
  createWebhookSchema,
  MOST_ENDPOINTS,
  webhookSecretSchema,
} from '../../../contracts/webhook-endpoint.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { audit } from '../../auth/audit.ts';
import type { Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import {
  ENDPOINT_COLUMNS,
  endpointEtag,
  type EndpointRow,
  refuseUncallable,
  toWebhookEndpoint,
} from './endpoint-row.ts';
import { newSecret } from './new-secret.ts';

/** Adds an endpoint. No Idempotency-Key: what is kept of one would tell of the secret. */
export const createWebhook = defineEndpoint({
  id: 'createWebhook',
  method: 'post',
  path: '/api/v1/webhooks',
  tag: 'webhooks',
  summary: 'Add an outgoing webhook',
  description: 'The secret that signs its messages is in this answer and nowhere else.',
  auth: 'user',
  body: createWebhookSchema,
  responses: {
    201: {
      description: 'The endpoint and its secret.',
      schema: webhookSecretSchema,
      headers: { ETag: 'Its revision.' },
    },
  },
  errors: ['webhook_endpoint.url_refused', 'webhook_endpoint.limit_reached', 'secret.unreadable'],
  handle: async (context) => {
    const { deps, inOrg, principal, body } = context;
    refuseUncallable(deps, body.url);
    const id = await inOrg(nextId);
    const { secret, sealed } = await newSecret(deps, principal.orgId, id);
    const row = await inOrg(async (tx) => {
      // One after the other: two that count at once would both find room.
      await tx.query(
        `SELECT pg_advisory_xact_lock(hashtextextended('webhook_endpoint|' || current_setting('app.org'), 0))`,
      );
      const { rows } = await tx.query<EndpointRow>(
        `INSERT INTO webhook_endpoint (org_id, id, url, description, events, secret_ciphertext, secret_key_version, created_by)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8
          WHERE (SELECT count(*) FROM webhook_endpoint WHERE deleted_at IS NULL) < $9
         RETURNING ${ENDPOINT_COLUMNS}`,
        [
          principal.orgId,
          id,
          body.url,
          body.description ?? null,
          [...new Set(body.events)],
          sealed.ciphertext,
          sealed.keyVersion,
          principal.userId,
          MOST_ENDPOINTS,
        ],
      );
      if (!rows[0]) throw new AppError({ code: 'webhook_endpoint.limit_reached' });
      const target = { kind: 'webhook_endpoint', id };
      const detail = { events: rows[0].events };
      await audit(tx, context, { action: 'webhook_endpoint.created', target, detail });
      return rows[0];
    });
    const headers = { ETag: endpointEtag(row) };
    return { status: 201, headers, body: { endpoint: toWebhookEndpoint(row), secret } };
  },
});

/** The secret is bound to the id, so the id comes first. */
async function nextId(tx: Tx): Promise<string> {
  const { rows } = await tx.query<{ id: string }>('SELECT uuidv7() AS id');
  return rows[0]?.id ?? '';
}
