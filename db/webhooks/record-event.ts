import type { PoolClient } from 'pg';
import { ALL_EVENTS, type WebhookEventType } from '../../contracts/webhook-events.ts';
import { EVENT_SUBJECTS } from './event-subjects.sql.ts';

// An endpoint that is disabled or deleted at this moment is not told, not even later. Where nobody listens, the row is
// not even read: this stands in the transactions of calls.
const LISTENING = `
SELECT e.id FROM webhook_endpoint e
 WHERE e.state = 'enabled' AND e.deleted_at IS NULL AND e.events && ARRAY[$2, '${ALL_EVENTS}']`;

const record = (subject: string, listening: string) => `
WITH listening AS MATERIALIZED (${listening}),
event AS (
  INSERT INTO webhook_event (org_id, type, payload)
  SELECT current_setting('app.org')::uuid, $2, subject.data
    FROM (${subject}) AS subject
   WHERE EXISTS (SELECT FROM listening)
  RETURNING org_id, id)
INSERT INTO webhook_delivery (org_id, endpoint_id, event_id)
SELECT event.org_id, listening.id, event.id FROM event, listening
RETURNING id, event_id`;

/**
 * Tells every enabled endpoint of the organization in context that listens for `type` of what happened to the row
 * `subjectId`, in the transaction in which it did: the event and one delivery for each endpoint, or nothing at all.
 * Call it after the change, since it reads the row. NOT idempotent: call it where the change took place.
 */
export async function recordEvent(tx: PoolClient, type: WebhookEventType, subjectId: string): Promise<void> {
  await tx.query({
    name: `record_event_${type}`,
    text: record(EVENT_SUBJECTS[type], LISTENING),
    values: [subjectId, type],
  });
}

/** Sends one endpoint a test, whatever it listens for; answers the delivery. */
export async function recordTestEvent(
  tx: PoolClient,
  endpointId: string,
): Promise<{ deliveryId: string; eventId: string } | null> {
  const type: WebhookEventType = 'webhook.test';
  const text = record(EVENT_SUBJECTS[type], 'SELECT $1::uuid AS id');
  const { rows } = await tx.query<{ id: string; event_id: string }>(text, [endpointId, type]);
  return rows[0] ? { deliveryId: rows[0].id, eventId: rows[0].event_id } : null;
}
