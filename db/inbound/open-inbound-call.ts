import type { Pool, PoolClient } from 'pg';
import type { DialTimings } from '../../domain/call/dial-timings.ts';
import { withOrg } from '../tenant.ts';
import { recordEvent } from '../webhooks/record-event.ts';
import { type CarrierCallName, type InboundCallRow, readInboundCall } from './inbound-call-row.ts';

/** A call that somebody makes to a number of ours, as its first webhook tells of it. */
export interface IncomingCall extends CarrierCallName {
  orgId: string;
  /** E.164; null where the caller's or the called address is no number. */
  from: string | null;
  to: string | null;
}

/** What the making of a row needs beside its call. */
export interface OpeningDeps {
  timings: DialTimings;
  /** Keyed hash of a number, by which a contact is known. */
  hashPhone(orgKey: Buffer, e164: string): Buffer;
}

// What answers the number now; the row keeps it, so that the call never changes version.
const OPEN = `
WITH asked AS (
  SELECT o.id AS org_id, n.id AS phone_number_id, ct.id AS contact_id, f.live_version_id,
         coalesce(ct.language, n.language, o.default_language) AS language,
         CASE WHEN n.id IS NULL THEN 'number_unknown'
              WHEN o.closed_at IS NOT NULL THEN 'organization_closed'
              WHEN f.id IS NULL THEN 'number_without_flow'
              WHEN f.live_version_id IS NULL THEN 'flow_not_published' END AS unanswerable
    FROM organization o
    LEFT JOIN phone_number n ON n.org_id = o.id AND n.e164 = $4
    LEFT JOIN flow f ON f.org_id = o.id AND f.id = n.flow_id AND f.deleted_at IS NULL
    LEFT JOIN contact ct ON ct.org_id = o.id AND ct.phone_hash = $6
   WHERE o.id = current_setting('app.org')::uuid)
INSERT INTO call (org_id, direction, provider, provider_account, provider_call_id, to_e164, from_e164,
                  phone_number_id, contact_id, language, flow_version_id, disposition,
                  state, started_at, answered_at, deadline_at)
SELECT org_id, 'inbound', $1, $2, $3, $4, $5, phone_number_id, contact_id, language,
       CASE WHEN unanswerable IS NULL THEN live_version_id END, unanswerable,
       'in_progress', clock_timestamp(), clock_timestamp(), clock_timestamp() + make_interval(secs => $7::float8)
  FROM asked
ON CONFLICT (org_id, provider, provider_account, provider_call_id) DO NOTHING
RETURNING id, flow_version_id`;

/**
 * Writes a call that comes in down and answers its row, with the flow version that it is pinned to or, as its
 * disposition, why none answers it. IDEMPOTENT by the carrier's id of the call. Null when that id is a call of ours.
 */
export function openInboundCall(
  pool: Pool,
  incoming: IncomingCall,
  deps: OpeningDeps,
): Promise<InboundCallRow | null> {
  return withOrg(pool, incoming.orgId, async (tx) => {
    await insertInboundCall(tx, incoming, deps);
    return readInboundCall(tx, incoming, 'no_lock');
  });
}

/** The row of an inbound call, or null. */
export function findInboundCall(
  pool: Pool,
  { orgId, callId }: { orgId: string; callId: string },
): Promise<InboundCallRow | null> {
  return withOrg(pool, orgId, (tx) => readInboundCall(tx, callId, 'no_lock'));
}

/** The row alone, in a transaction of the organization; nothing where it is there already. */
export async function insertInboundCall(
  tx: PoolClient,
  incoming: IncomingCall,
  { timings, hashPhone }: OpeningDeps,
): Promise<void> {
  const { provider, accountSid, callSid, to, from } = incoming;
  const deadlineMs = 3 * timings.askCarrierAfterMs;
  const keys = await tx.query<{ key: Buffer }>({
    name: 'phone_hash_key',
    text: `SELECT phone_hash_key AS key FROM organization WHERE id = current_setting('app.org')::uuid`,
  });
  const key = keys.rows[0]?.key;
  const phoneHash = from !== null && key ? hashPhone(key, from) : null;
  const opened = await tx.query<{ id: string; flow_version_id: string | null }>({
    name: 'open_inbound_call',
    text: OPEN,
    values: [provider, accountSid, callSid, to, from, phoneHash, deadlineMs / 1000],
  });
  const [call] = opened.rows;
  if (call && call.flow_version_id !== null) await recordEvent(tx, 'call.answered', call.id);
}
