import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { audit } from '../../auth/audit.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** Ends an endpoint: nothing more is sent to it, what waits neither; its secrets are destroyed. */
export const deleteWebhook = defineEndpoint({
  id: 'deleteWebhook',
  method: 'delete',
  path: '/api/v1/webhooks/{id}',
  tag: 'webhooks',
  summary: 'Delete an outgoing webhook',
  auth: 'user',
  params: idParamsSchema,
  responses: { 204: { description: 'It is gone.' } },
  errors: ['webhook_endpoint.not_found'],
  handle: async (context) => {
    const { inOrg, params } = context;
    await inOrg(async (tx) => {
      // Deliveries before their endpoint, as whoever writes a try locks them.
      await tx.query(
        `UPDATE webhook_delivery SET state = 'canceled' WHERE endpoint_id = $1 AND state = 'pending'`,
        [params.id],
      );
      const { rowCount } = await tx.query(
        `UPDATE webhook_endpoint
            SET deleted_at = clock_timestamp(), secret_ciphertext = '', previous_secret_ciphertext = NULL,
                previous_secret_key_version = NULL, previous_secret_until = NULL
          WHERE id = $1 AND deleted_at IS NULL`,
        [params.id],
      );
      if (rowCount === 0) throw new AppError({ code: 'webhook_endpoint.not_found' });
      const target = { kind: 'webhook_endpoint', id: params.id };
      await audit(tx, context, { action: 'webhook_endpoint.deleted', target });
    });
    return { status: 204 };
  },
});
