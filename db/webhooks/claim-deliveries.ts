import type { Pool } from 'pg';
import type { Sealed } from '../../domain/secrets/secret-box.port.ts';
import { withOrg } from '../tenant.ts';

/** An endpoint, named with its organization. */
export interface EndpointRef {
  orgId: string;
  endpointId: string;
}

/** Which deliveries are asked for: first tries to an endpoint that is up, or all that are its run's to make. */
export type DeliveryShare = 'first' | 'run';

/** A delivery that is the caller's for its lease; `tries` before this one. */
export interface ClaimedDelivery {
  deliveryId: string;
  eventId: string;
  tries: number;
  type: string;
  occurredAt: Date;
  payload: unknown;
}

/** Deliveries of one endpoint with where they go and the sealed secrets that sign them, the newest first. */
export interface ClaimedBatch {
  url: string;
  secrets: Sealed[];
  deliveries: ClaimedDelivery[];
}

interface Row {
  url: string;
  secret_ciphertext: Buffer;
  secret_key_version: number;
  previous_secret_ciphertext: Buffer | null;
  previous_secret_key_version: number | null;
  id: string;
  event_id: string;
  tries: number;
  type: string;
  occurred_at: Date;
  payload: unknown;
}

// The two shares never overlap, and whoever holds a row hides it: a delivery is tried by one at a time.
const CLAIM = `
WITH due AS MATERIALIZED (
  SELECT d.org_id, d.id
    FROM webhook_endpoint e
    JOIN webhook_delivery d ON d.org_id = e.org_id AND d.endpoint_id = e.id
   WHERE e.id = $1 AND e.state = 'enabled' AND e.deleted_at IS NULL
     AND d.state = 'pending' AND d.next_try_at <= clock_timestamp()
     AND CASE $2 WHEN 'first' THEN d.tries = 0 AND e.retry_at IS NULL
                 ELSE (d.tries > 0 OR e.retry_at IS NOT NULL)
                      AND coalesce(e.retry_at, '-infinity') <= clock_timestamp() END
   ORDER BY d.next_try_at, d.id
   LIMIT $3
     FOR UPDATE OF d SKIP LOCKED),
held AS (
  UPDATE webhook_delivery d
     SET next_try_at = clock_timestamp() + make_interval(secs => $4::float8)
    FROM due WHERE d.org_id = due.org_id AND d.id = due.id
  RETURNING d.org_id, d.id, d.endpoint_id, d.event_id, d.tries)
SELECT held.id, held.event_id, held.tries, v.type, v.occurred_at, v.payload, e.url,
       e.secret_ciphertext, e.secret_key_version,
       CASE WHEN e.previous_secret_until > clock_timestamp() THEN e.previous_secret_ciphertext END
         AS previous_secret_ciphertext,
       e.previous_secret_key_version
  FROM held
  JOIN webhook_event v ON v.org_id = held.org_id AND v.id = held.event_id
  JOIN webhook_endpoint e ON e.org_id = held.org_id AND e.id = held.endpoint_id
 ORDER BY held.event_id, held.id`;

/** Claims due deliveries of one endpoint, the oldest first; null when none is due, or it is not to be called now. */
export function claimDeliveries(
  pool: Pool,
  { orgId, endpointId }: EndpointRef,
  claim: { share: DeliveryShare; limit: number; leaseMs: number },
): Promise<ClaimedBatch | null> {
  return withOrg(pool, orgId, async (tx) => {
    const { rows } = await tx.query<Row>({
      name: 'claim_deliveries',
      text: CLAIM,
      values: [endpointId, claim.share, claim.limit, claim.leaseMs / 1000],
    });
    const [first] = rows;
    return first ? { url: first.url, secrets: secretsOf(first), deliveries: rows.map(toDelivery) } : null;
  });
}

function secretsOf(row: Row): Sealed[] {
  const current = { ciphertext: row.secret_ciphertext, keyVersion: row.secret_key_version };
  if (!row.previous_secret_ciphertext || row.previous_secret_key_version === null) return [current];
  const previous = {
    ciphertext: row.previous_secret_ciphertext,
    keyVersion: row.previous_secret_key_version,
  };
  return [current, previous];
}

function toDelivery(row: Row): ClaimedDelivery {
  return {
    deliveryId: row.id,
    eventId: row.event_id,
    tries: row.tries,
    type: row.type,
    occurredAt: row.occurred_at,
    payload: row.payload,
  };
}
