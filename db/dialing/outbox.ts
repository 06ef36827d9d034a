import type { Pool } from 'pg';
import type { OutboxMessage } from './outbox-message.ts';

/** A message that this relay holds for its lease. */
export interface ClaimedMessage {
  orgId: string;
  id: string;
  tries: number;
  message: OutboxMessage;
}

/** Claims up to `limit` due messages of all organizations; a relay that dies leaves them to the next after the lease. */
export async function claimOutbox(
  systemPool: Pool,
  limit: number,
  leaseMs: number,
): Promise<ClaimedMessage[]> {
  const { rows } = await systemPool.query<{
    org_id: string;
    id: string;
    tries: number;
    payload: OutboxMessage;
  }>({
    name: 'claim_outbox',
    text: 'SELECT org_id, id, tries, payload FROM claim_outbox($1, $2)',
    values: [limit, leaseMs / 1000],
  });
  return rows.map((row) => ({ orgId: row.org_id, id: row.id, tries: row.tries, message: row.payload }));
}

/** Marks a message as delivered, or when to try it again. IDEMPOTENT. */
export async function finishOutbox(
  systemPool: Pool,
  id: string,
  end: { ok: true } | { ok: false; error: string; retryAtMs: number },
): Promise<void> {
  const [error, retryAt] = end.ok ? [null, null] : [end.error, new Date(end.retryAtMs)];
  await systemPool.query({
    name: 'finish_outbox',
    text: 'SELECT finish_outbox($1, $2, $3, $4)',
    values: [id, end.ok, error, retryAt],
  });
}
