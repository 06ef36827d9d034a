import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { AttemptIncident, CallNews } from '../../domain/call/attempt-events.ts';
import { isLive } from '../../domain/call/attempt-state.ts';
import type { DialTimings } from '../../domain/call/dial-timings.ts';
import { withOrg } from '../tenant.ts';
import { applyToRow } from './apply-event.ts';
import { type AttemptRow, readAttempt } from './attempt-row.ts';

/** A verified webhook that names an attempt. `callback` is null when it carries no news of a call. */
export interface CarrierEvent {
  orgId: string;
  attemptId: string;
  provider: string;
  accountSid: string;
  /** The public URL exactly as signed. */
  url: string;
  params: Readonly<Record<string, string | string[]>>;
  callback: { news: CallNews; parentCallId: string | null } | null;
}

/**
 * What became of it. `isOurCall`: the attempt is bound to this very call and it lives. `applied` false is normal for
 * duplicates and old news.
 */
export type CarrierEventResult =
  | { isKnown: false }
  | {
      isKnown: true;
      isOurCall: boolean;
      applied: boolean;
      incident: AttemptIncident | null;
      flowVersionId: string | null;
    };

/** Moments for tests that kill the process: before the commit (K9) and after it (K10). */
export interface WebhookDeps {
  pool: Pool;
  timings: DialTimings;
  killPoint?: (name: string) => void;
}

/** Same request, same key, however often it is delivered: sha256 of the URL and the sorted parameters. */
export function dedupeKey(url: string, params: CarrierEvent['params']): string {
  const sorted = Object.entries(params).sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([url, sorted]))
    .digest('hex');
}

/**
 * Takes one webhook in: inbox row, rank, binding and outbox row in one transaction, nothing but Postgres on the way.
 * IDEMPOTENT by the inbox. An attempt that the organization or the account does not have is not known.
 */
export async function applyCarrierEvent(deps: WebhookDeps, event: CarrierEvent): Promise<CarrierEventResult> {
  const result = await withOrg(deps.pool, event.orgId, async (tx): Promise<CarrierEventResult> => {
    const row = await readAttempt(tx, event.attemptId, 'lock');
    if (!row || row.provider !== event.provider || row.providerAccount !== event.accountSid) {
      return { isKnown: false };
    }
    const applied = (await isNew(tx, event))
      ? await apply(tx, row, event, deps.timings)
      : unchanged(row, event);
    deps.killPoint?.('K9');
    return applied;
  });
  deps.killPoint?.('K10');
  return result;
}

async function isNew(tx: PoolClient, event: CarrierEvent): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'webhook_inbox',
    text: `INSERT INTO webhook_inbox (org_id, provider, dedupe_key, attempt_id, raw, received_at, applied_at)
           VALUES ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp())
           ON CONFLICT (org_id, dedupe_key) DO NOTHING`,
    values: [
      event.orgId,
      event.provider,
      dedupeKey(event.url, event.params),
      event.attemptId,
      JSON.stringify(event.params),
    ],
  });
  return rowCount === 1;
}

async function apply(
  tx: PoolClient,
  row: AttemptRow,
  event: CarrierEvent,
  timings: DialTimings,
): Promise<CarrierEventResult> {
  if (!event.callback) return unchanged(row, event);
  const applied = await applyToRow(tx, row, { type: 'news', ...event.callback }, timings);
  if (applied.refused) return unchanged(row, event);
  const incident = applied.effects.find((effect) => effect.type === 'incident')?.kind ?? null;
  const { flowVersionId } = row;
  return { isKnown: true, isOurCall: isOurs(applied.row, event), applied: true, incident, flowVersionId };
}

function unchanged(row: AttemptRow, event: CarrierEvent): CarrierEventResult {
  const { flowVersionId } = row;
  return { isKnown: true, isOurCall: isOurs(row, event), applied: false, incident: null, flowVersionId };
}

function isOurs({ snapshot }: AttemptRow, { callback }: CarrierEvent): boolean {
  return callback !== null && snapshot.callId === callback.news.callId && isLive(snapshot.state);
}
