import type { Pool, PoolClient } from 'pg';
import {
  heededMs,
  restMs,
  retryAfterMs,
  type TryVerdict,
  type WebhookTimings,
} from '../../domain/webhooks/delivery-plan.ts';
import type { SentMessage } from '../../domain/webhooks/webhook-sender.port.ts';
import { withOrg } from '../tenant.ts';
import type { ClaimedDelivery, EndpointRef } from './claim-deliveries.ts';
import { disableEndpoint } from './disable-endpoint.ts';

/** One try that was made. */
export interface MadeTry {
  endpoint: EndpointRef;
  delivery: Pick<ClaimedDelivery, 'deliveryId' | 'tries'>;
  sent: SentMessage;
  verdict: TryVerdict;
}

const ATTEMPT = `
INSERT INTO webhook_delivery_attempt (org_id, delivery_id, try_no, status, duration_ms, error, response_excerpt)
VALUES (current_setting('app.org')::uuid, $1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING`;

// Jitter, so that an endpoint that comes back is not met by everything at once. Source: the same as the schedule's.
const DELIVERY = `
UPDATE webhook_delivery
   SET state = $3, tries = tries + 1, last_status = $4, last_error = $5,
       next_try_at = clock_timestamp() + make_interval(secs => $6::float8 * (1 + 0.1 * random())),
       delivered_at = CASE $3 WHEN 'delivered' THEN clock_timestamp() END
 WHERE id = $1 AND tries = $2 AND state = 'pending'`;

/**
 * Writes a try, what becomes of its delivery and what it says of the endpoint, in one transaction. IDEMPOTENT by the
 * number of the try: one that was written already, by whoever came first after a lease ran out, is left as it is.
 */
export function saveTry(pool: Pool, made: MadeTry, timings: WebhookTimings): Promise<void> {
  const { endpoint, delivery, sent, verdict } = made;
  const tries = delivery.tries + 1;
  return withOrg(pool, endpoint.orgId, async (tx) => {
    const error = verdict.kind === 'failed' ? verdict.error : null;
    const waitMs = retryAfterMs(tries, timings, sent.askedWaitMs);
    const state = verdict.kind === 'delivered' ? 'delivered' : waitMs === null ? 'failed' : 'pending';
    const saved = await tx.query({
      name: 'save_delivery',
      text: DELIVERY,
      values: [delivery.deliveryId, delivery.tries, state, sent.status, error, (waitMs ?? 0) / 1000],
    });
    if (saved.rowCount === 0) return;
    await tx.query({
      name: 'save_delivery_attempt',
      text: ATTEMPT,
      values: [delivery.deliveryId, tries, sent.status, sent.durationMs, error, sent.excerpt],
    });
    if (verdict.kind === 'delivered') await noteSuccess(tx, endpoint.endpointId);
    else await noteFailure(tx, endpoint.endpointId, { ...verdict, askedMs: sent.askedWaitMs }, timings);
  });
}

async function noteSuccess(tx: PoolClient, endpointId: string): Promise<void> {
  await tx.query({
    name: 'endpoint_is_up',
    text: `UPDATE webhook_endpoint SET failing_since = NULL, failures = 0, retry_at = NULL
            WHERE id = $1 AND (failing_since IS NOT NULL OR retry_at IS NOT NULL)`,
    values: [endpointId],
  });
}

/**
 * Tries that failed beside one another are one round: the first of them says how long the endpoint is left alone, and
 * the others only what it has asked for beyond that.
 */
async function noteFailure(
  tx: PoolClient,
  endpointId: string,
  { isDown, isGone, askedMs }: Extract<TryVerdict, { kind: 'failed' }> & { askedMs: number | null },
  timings: WebhookTimings,
): Promise<void> {
  const { rows } = await tx.query<{ failures: number; is_resting: boolean; failing_ms: number }>({
    name: 'endpoint_fails',
    text: `UPDATE webhook_endpoint SET failing_since = coalesce(failing_since, clock_timestamp()) WHERE id = $1
           RETURNING failures, coalesce(retry_at > clock_timestamp(), false) AS is_resting,
                     extract(epoch FROM clock_timestamp() - failing_since)::float8 * 1000 AS failing_ms`,
    values: [endpointId],
  });
  const endpoint = rows[0];
  if (!endpoint) return;
  if (isGone) return disableEndpoint(tx, endpointId, 'gone');
  if (endpoint.failing_ms >= timings.disableAfterMs) return disableEndpoint(tx, endpointId, 'failing');
  if (endpoint.is_resting) return restAsAsked(tx, endpointId, heededMs(askedMs, timings));
  // An answer of any kind shows that it is there.
  const rest = isDown ? restMs(endpoint.failures + 1, timings, askedMs) / 1000 : null;
  await tx.query({
    name: 'endpoint_rests',
    text: `UPDATE webhook_endpoint
              SET failures = CASE WHEN $2::float8 IS NULL THEN 0 ELSE failures + 1 END,
                  retry_at = clock_timestamp() + make_interval(secs => $2::float8)
            WHERE id = $1`,
    values: [endpointId, rest],
  });
}

async function restAsAsked(tx: PoolClient, endpointId: string, askedMs: number): Promise<void> {
  if (askedMs === 0) return;
  await tx.query({
    name: 'endpoint_rests_as_asked',
    text: `UPDATE webhook_endpoint
              SET retry_at = greatest(retry_at, clock_timestamp() + make_interval(secs => $2::float8)) WHERE id = $1`,
    values: [endpointId, askedMs / 1000],
  });
}
