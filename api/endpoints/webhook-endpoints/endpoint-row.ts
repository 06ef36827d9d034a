import type { Request } from 'express';
import type { z } from 'zod';
import type { webhookEndpointSchema } from '../../../contracts/webhook-endpoint.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import type { ApiDeps, Tx } from '../../deps.ts';
import { refuseUnlessCurrent } from '../../http/if-match.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

type WebhookEndpoint = z.input<typeof webhookEndpointSchema>;

/** A row of `webhook_endpoint`. */
export interface EndpointRow {
  id: string;
  url: string;
  description: string | null;
  events: string[];
  state: WebhookEndpoint['state'];
  disabled_reason: WebhookEndpoint['disabledReason'];
  failing_since: Date | null;
  retry_at: Date | null;
  previous_secret_until: Date | null;
  revision: number;
  created_at: Date;
  updated_at: Date;
}

/** Its columns, without the secrets. */
export const ENDPOINT_COLUMNS = `id, url, description, events, state, disabled_reason, failing_since, retry_at,
  previous_secret_until, revision, created_at, updated_at`;

/** The contract shape of an endpoint; never its secret. */
export function toWebhookEndpoint(row: EndpointRow): WebhookEndpoint {
  const isFuture = (moment: Date | null) => moment !== null && moment.getTime() > Date.now();
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    events: row.events,
    state: row.state,
    disabledReason: row.disabled_reason,
    failingSince: toInstantOrNull(row.failing_since),
    pausedUntil: isFuture(row.retry_at) ? toInstantOrNull(row.retry_at) : null,
    previousSecretUntil: isFuture(row.previous_secret_until)
      ? toInstantOrNull(row.previous_secret_until)
      : null,
    revision: row.revision,
    createdAt: toInstant(row.created_at),
    updatedAt: toInstant(row.updated_at),
  };
}

/** An endpoint that is not deleted; throws `webhook_endpoint.not_found`. `lock` holds it until the transaction ends. */
export async function endpointById(tx: Tx, id: string, lock = false): Promise<EndpointRow> {
  const { rows } = await tx.query<EndpointRow>(
    `SELECT ${ENDPOINT_COLUMNS} FROM webhook_endpoint WHERE id = $1 AND deleted_at IS NULL ${lock ? 'FOR UPDATE' : ''}`,
    [id],
  );
  if (!rows[0]) throw new AppError({ code: 'webhook_endpoint.not_found' });
  return rows[0];
}

/** The same, enabled; throws `webhook_endpoint.disabled` too. */
export async function enabledEndpoint(tx: Tx, id: string): Promise<EndpointRow> {
  const row = await endpointById(tx, id, true);
  if (row.state === 'disabled') throw new AppError({ code: 'webhook_endpoint.disabled' });
  return row;
}

/** The ETag of an endpoint. */
export function endpointEtag({ revision }: EndpointRow): string {
  return `"${revision}"`;
}

/** Refuses a change of an endpoint that is not any more as it was read. */
export function refuseIfChanged(req: Request, row: EndpointRow): void {
  refuseUnlessCurrent(req, endpointEtag(row));
}

/** Throws `webhook_endpoint.url_refused` for a URL that could never be called. */
export function refuseUncallable({ webhookUrls }: ApiDeps, url: string): void {
  const reason = webhookUrls.refusalOf(url);
  if (reason === null) return;
  throw new AppError({
    code: 'webhook_endpoint.url_refused',
    errors: [{ pointer: '/url', code: reason, message: 'Messages are never sent there.' }],
  });
}

/** Lets an endpoint be called at once, although it was down a moment ago: somebody says that it is back. */
export async function callAgain(tx: Tx, id: string): Promise<void> {
  await tx.query('UPDATE webhook_endpoint SET retry_at = NULL WHERE id = $1 AND retry_at IS NOT NULL', [id]);
}
