import type { Pool } from 'pg';
import {
  claimDeliveries,
  type ClaimedBatch,
  type ClaimedDelivery,
  type DeliveryShare,
  type EndpointRef,
} from '../../db/webhooks/claim-deliveries.ts';
import { saveTry } from '../../db/webhooks/save-try.ts';
import type { SecretBox } from '../../domain/secrets/secret-box.port.ts';
import { judgeTry, TRIES_AT_ONCE, type WebhookTimings } from '../../domain/webhooks/delivery-plan.ts';
import { webhookSecretKind } from '../../domain/webhooks/webhook-secret-kind.ts';
import type { WebhookSender } from '../../domain/webhooks/webhook-sender.port.ts';

/** What delivering needs of the process. */
export interface WebhookDeps {
  pool: Pool;
  sender: WebhookSender;
  box: SecretBox;
  timings: WebhookTimings;
  wallMs: () => number;
  /** Told how each try ended: `delivered`, or the code of the failure. Labels carry no ids. */
  onTried: (result: string) => void;
}

/** Tries of one drain. */
export interface DrainCount {
  delivered: number;
  failed: number;
}

/**
 * Makes the tries to one endpoint that are due, the oldest first and a few at once, until none is, its round's time is
 * over, `stop` is aborted or it is down. EFFECT: at least one request for each; a process that dies in the middle leaves its tries to be
 * made again after their lease, with the same `webhook-id`.
 */
export async function drainWebhooks(
  deps: WebhookDeps,
  endpoint: EndpointRef,
  share: DeliveryShare,
  stop?: AbortSignal,
): Promise<DrainCount> {
  const { pool, timings } = deps;
  const count = { delivered: 0, failed: 0 };
  const endMs = deps.wallMs() + timings.roundMs;
  const isOver = () => stop?.aborted === true || deps.wallMs() >= endMs;
  do {
    const claim = { share, limit: TRIES_AT_ONCE, leaseMs: timings.leaseMs };
    const batch = await claimDeliveries(pool, endpoint, claim);
    if (!batch) break;
    const ends = await deliverAll(deps, endpoint, batch);
    for (const end of ends) count[end] += 1;
  } while (!isOver());
  return count;
}

async function deliverAll(
  deps: WebhookDeps,
  endpoint: EndpointRef,
  batch: ClaimedBatch,
): Promise<(keyof DrainCount)[]> {
  const kind = webhookSecretKind(endpoint.endpointId);
  const secrets = await Promise.all(
    batch.secrets.map((sealed) => deps.box.open(endpoint.orgId, kind, sealed)),
  );
  return Promise.all(
    batch.deliveries.map((delivery) => deliver(deps, endpoint, { url: batch.url, secrets }, delivery)),
  );
}

async function deliver(
  { pool, sender, timings, onTried }: WebhookDeps,
  endpoint: EndpointRef,
  to: { url: string; secrets: readonly string[] },
  delivery: ClaimedDelivery,
): Promise<keyof DrainCount> {
  const body = messageBody(delivery);
  const sent = await sender.send({ ...to, messageId: delivery.eventId, body, timeoutMs: timings.tryMs });
  const verdict = judgeTry(sent);
  await saveTry(pool, { endpoint, delivery, sent, verdict }, timings);
  onTried(verdict.kind === 'failed' ? verdict.error : verdict.kind);
  return verdict.kind;
}

/** The body of a delivery, the same bytes at every try. Source: Standard Webhooks specification, "Payload structure". */
function messageBody({ type, occurredAt, payload }: ClaimedDelivery): string {
  return JSON.stringify({ type, timestamp: occurredAt.toISOString(), data: payload });
}
