import type { z } from 'zod';
import type { webhookDeliverySchema } from '../../../contracts/webhook-endpoint.schema.ts';
import { plannedTriesMs, WEBHOOK_TIMINGS } from '../../../domain/webhooks/delivery-plan.ts';
import { AppError } from '../../../domain/errors.ts';
import type { Tx } from '../../deps.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

type WebhookDelivery = z.input<typeof webhookDeliverySchema>;

/** A row of `webhook_delivery` with its event and its tries. */
export interface DeliveryRow {
  id: string;
  event_id: string;
  type: string;
  payload: Record<string, unknown>;
  state: WebhookDelivery['state'];
  replay_of: string | null;
  tries: number;
  next_try_at: Date;
  last_status: number | null;
  last_error: string | null;
  created_at: Date;
  delivered_at: Date | null;
  attempts: {
    try_no: number;
    at: string;
    status: number | null;
    error: string | null;
    duration_ms: number;
    response_excerpt: string | null;
  }[];
}

/** Reads deliveries; the caller adds which. No try is made while its endpoint is left alone. */
export const READ_DELIVERIES = `
SELECT d.id, d.event_id, v.type, v.payload, d.state, d.replay_of, d.tries, d.last_status, d.last_error, d.created_at,
       d.delivered_at, greatest(d.next_try_at, e.retry_at) AS next_try_at,
       coalesce((SELECT jsonb_agg(to_jsonb(t) ORDER BY t.try_no) FROM webhook_delivery_attempt t
                  WHERE t.org_id = d.org_id AND t.delivery_id = d.id), '[]') AS attempts
  FROM webhook_delivery d
  JOIN webhook_event v ON v.org_id = d.org_id AND v.id = d.event_id
  JOIN webhook_endpoint e ON e.org_id = d.org_id AND e.id = d.endpoint_id`;

/** The contract shape of a delivery. */
export function toDelivery(row: DeliveryRow): WebhookDelivery {
  const planned =
    row.state === 'pending' ? plannedTriesMs(row.tries, row.next_try_at.getTime(), WEBHOOK_TIMINGS) : [];
  return {
    id: row.id,
    eventId: row.event_id,
    type: row.type,
    data: row.payload,
    state: row.state,
    replayOf: row.replay_of,
    tries: row.tries,
    lastStatus: row.last_status,
    lastError: row.last_error,
    schedule: planned.map((ms) => new Date(ms).toISOString()),
    attempts: row.attempts.map((attempt) => ({
      tryNo: attempt.try_no,
      at: new Date(attempt.at).toISOString(),
      status: attempt.status,
      error: attempt.error,
      durationMs: attempt.duration_ms,
      responseExcerpt: attempt.response_excerpt,
    })),
    createdAt: toInstant(row.created_at),
    deliveredAt: toInstantOrNull(row.delivered_at),
  };
}

/** A delivery to an endpoint; throws `webhook_delivery.not_found`. */
export async function deliveryById(tx: Tx, endpointId: string, id: string): Promise<DeliveryRow> {
  const { rows } = await tx.query<DeliveryRow>(
    `${READ_DELIVERIES} WHERE d.endpoint_id = $1 AND d.id = $2 AND e.deleted_at IS NULL`,
    [endpointId, id],
  );
  if (!rows[0]) throw new AppError({ code: 'webhook_delivery.not_found' });
  return rows[0];
}
