import type { Pool } from 'pg';
import { withOrg } from '../tenant.ts';

/** What was tidied: secrets destroyed, deliveries given up. */
export interface TidiedWebhooks {
  secrets: number;
  deliveries: number;
}

/**
 * Destroys the secrets of an organization's endpoints that no longer sign, and cancels what nobody will ever be sent:
 * what was written for an endpoint in the moment of its end, and what has waited a month for one to be enabled.
 * IDEMPOTENT.
 */
export function tidyWebhooks(pool: Pool, orgId: string): Promise<TidiedWebhooks> {
  return withOrg(pool, orgId, async (tx) => {
    const secrets = await tx.query(
      `UPDATE webhook_endpoint SET previous_secret_ciphertext = NULL, previous_secret_key_version = NULL,
              previous_secret_until = NULL
        WHERE previous_secret_until <= clock_timestamp()`,
    );
    const deliveries = await tx.query(
      `UPDATE webhook_delivery d SET state = 'canceled' FROM webhook_endpoint e
        WHERE e.id = d.endpoint_id AND d.state = 'pending'
          AND (e.deleted_at IS NOT NULL
               OR (e.state = 'disabled' AND d.created_at < clock_timestamp() - interval '30 days'))`,
    );
    return { secrets: secrets.rowCount ?? 0, deliveries: deliveries.rowCount ?? 0 };
  });
}
