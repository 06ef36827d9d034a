import type { PoolClient } from 'pg';
import { carrierRank, TERMINAL_RANK } from '../../domain/call/carrier-rank.ts';
import type { StatusNews } from '../../domain/call/inbound-call.ts';
import { dedupeKey, type WebhookDeps } from '../dialing/apply-carrier-event.ts';
import { withOrg } from '../tenant.ts';
import { changeInboundCall } from './change-inbound-call.ts';
import { type InboundCallRow, readInboundCall } from './inbound-call-row.ts';
import { type IncomingCall, insertInboundCall, type OpeningDeps } from './open-inbound-call.ts';

/** A verified status webhook of a call that names no attempt. */
export interface InboundStatus extends IncomingCall {
  /** The public URL exactly as signed. */
  url: string;
  params: Readonly<Record<string, string | string[]>>;
  news: StatusNews | null;
}

/**
 * Takes a status webhook of an inbound call in: inbox row, rank and outbox row in one transaction, nothing but Postgres
 * on the way. IDEMPOTENT by the inbox. The end of a call that never reached our voice webhook is written down too.
 * Answers whether it is a call to us.
 */
export async function applyInboundStatus(
  deps: WebhookDeps & OpeningDeps,
  status: InboundStatus,
): Promise<boolean> {
  const isKnown = await withOrg(deps.pool, status.orgId, async (tx) => {
    const row = (await readInboundCall(tx, status, 'lock')) ?? (await insertEnded(deps, tx, status));
    if (row && status.news && (await isNew(tx, status))) {
      const { status: word, durationSeconds } = status.news;
      await changeInboundCall(tx, row, { source: 'callback', status: word, durationSeconds }, deps.timings);
    }
    deps.killPoint?.('K9');
    return row !== null || status.news?.isInbound === true;
  });
  deps.killPoint?.('K10');
  return isKnown;
}

/** The row of a call whose first news is its end; null for all other news. */
async function insertEnded(
  deps: OpeningDeps,
  tx: PoolClient,
  status: InboundStatus,
): Promise<InboundCallRow | null> {
  const { news } = status;
  if (!news?.isInbound || carrierRank(news.status) < TERMINAL_RANK) return null;
  await insertInboundCall(tx, status, deps);
  return readInboundCall(tx, status, 'lock');
}

async function isNew(tx: PoolClient, { orgId, provider, url, params }: InboundStatus): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'inbound_webhook_inbox',
    text: `INSERT INTO webhook_inbox (org_id, provider, dedupe_key, raw, received_at, applied_at)
           VALUES ($1, $2, $3, $4, clock_timestamp(), clock_timestamp())
           ON CONFLICT (org_id, dedupe_key) DO NOTHING`,
    values: [orgId, provider, dedupeKey(url, params), JSON.stringify(params)],
  });
  return rowCount === 1;
}
