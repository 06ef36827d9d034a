import type { PoolClient } from 'pg';
import { raiseNotification } from '../notifications/raise-notification.ts';
import { recordEvent } from './record-event.ts';

/** Why an endpoint is disabled by us and not by its owner. */
export type DisableReason = 'gone' | 'failing';

/**
 * Disables an endpoint and tells of it, once. What waits for it stays, and goes out when it is enabled again.
 */
export async function disableEndpoint(
  tx: PoolClient,
  endpointId: string,
  reason: DisableReason,
): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE webhook_endpoint
        SET state = 'disabled', disabled_reason = $2, revision = revision + 1, updated_at = clock_timestamp()
      WHERE id = $1 AND state = 'enabled' AND deleted_at IS NULL`,
    [endpointId, reason],
  );
  if (rowCount === 0) return;
  await recordEvent(tx, 'webhook_endpoint.disabled', endpointId);
  await raiseNotification(tx, 'webhook_endpoint.disabled', endpointId);
}
