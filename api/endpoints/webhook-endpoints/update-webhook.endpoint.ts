import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { updateWebhookSchema, webhookEndpointSchema } from '../../../contracts/webhook-endpoint.schema.ts';
import { audit } from '../../auth/audit.ts';
import type { Tx } from '../../deps.ts';
import { defineEndpoint } from '../../endpoint.ts';
import {
  endpointById,
  endpointEtag,
  refuseIfChanged,
  refuseUncallable,
  toWebhookEndpoint,
} from './endpoint-row.ts';

/** Changes an endpoint, disables it or enables it again. */
export const updateWebhook = defineEndpoint({
  id: 'updateWebhook',
  method: 'put',
  path: '/api/v1/webhooks/{id}',
  tag: 'webhooks',
  summary: 'Change an outgoing webhook',
  description: 'What is left out stays. Needs If-Match with the ETag that was read.',
  auth: 'user',
  params: idParamsSchema,
  body: updateWebhookSchema,
  responses: {
    200: {
      description: 'The endpoint.',
      schema: webhookEndpointSchema,
      headers: { ETag: 'Its revision.' },
    },
  },
  errors: [
    'webhook_endpoint.not_found',
    'webhook_endpoint.url_refused',
    'request.precondition_failed',
    'request.precondition_required',
  ],
  handle: async (context) => {
    const { deps, inOrg, req, params, body } = context;
    if (body.url !== undefined) refuseUncallable(deps, body.url);
    const row = await inOrg(async (tx) => {
      const before = await endpointById(tx, params.id, true);
      refuseIfChanged(req, before);
      await change(tx, params.id, body);
      const target = { kind: 'webhook_endpoint', id: params.id };
      const after = await endpointById(tx, params.id);
      const parts = ['url', 'description', 'events', 'state'] as const;
      const changed = parts.filter((part) => !isDeepStrictEqual(before[part], after[part]));
      const deed = { action: 'webhook_endpoint.updated', target, detail: { changed, state: after.state } };
      if (changed.length > 0) await audit(tx, context, deed);
      return after;
    });
    return { status: 200, headers: { ETag: endpointEtag(row) }, body: toWebhookEndpoint(row) };
  },
});

/** Enabling forgets what was wrong before. */
async function change(tx: Tx, id: string, body: z.output<typeof updateWebhookSchema>): Promise<void> {
  const { url, description, events, isEnabled } = body;
  await tx.query(
    `UPDATE webhook_endpoint
        SET url = coalesce($2, url), description = CASE WHEN $3 THEN $4 ELSE description END,
            events = coalesce($5, events), revision = revision + 1, updated_at = clock_timestamp()
      WHERE id = $1`,
    [id, url ?? null, description !== undefined, description ?? null, events ? [...new Set(events)] : null],
  );
  if (isEnabled === undefined) return;
  await tx.query(
    isEnabled
      ? `UPDATE webhook_endpoint SET state = 'enabled', disabled_reason = NULL, failing_since = NULL, failures = 0,
                retry_at = NULL WHERE id = $1 AND state = 'disabled'`
      : `UPDATE webhook_endpoint SET state = 'disabled', disabled_reason = 'by_user'
          WHERE id = $1 AND state = 'enabled'`,
    [id],
  );
}
