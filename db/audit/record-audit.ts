import { isIP } from 'node:net';
import type { PoolClient } from 'pg';
import {
  type AuditActor,
  type AuditEntry,
  chainHash,
  FIRST_PREVIOUS,
  storableDetail,
  storableText,
} from './audit-chain.ts';
import { auditKeys } from './audit-keys.ts';

/** What was done: `action` is `noun.verb` as `campaign.paused`; `detail` holds no secret and no personal data. */
export interface AuditRecord {
  readonly actor: AuditActor;
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string };
  readonly detail?: unknown;
  readonly ip?: string | null | undefined;
  readonly requestId?: string | null | undefined;
}

interface ChainEnd {
  seq: number;
  hash: Buffer;
  at_ms: number;
  ip: string | null;
}

/**
 * Appends an entry to the audit chain of the organization that `tx` is in; it stands or falls with that transaction.
 * Entries of one organization queue for its lock until their transactions end: call it last. NOT idempotent.
 */
export async function recordAudit(tx: PoolClient, record: AuditRecord): Promise<void> {
  // Sent together, in one round trip, and one after the other at the server.
  const locking = lockChain(tx);
  const reading = readEnd(tx, record.ip && isIP(record.ip) > 0 ? record.ip : null);
  const [orgId, end] = await Promise.all([locking, reading]);
  const entry: AuditEntry = {
    orgId,
    seq: end.seq + 1,
    atMs: end.at_ms,
    actor: { kind: record.actor.kind, id: storableText(record.actor.id) },
    action: storableText(record.action),
    target: { kind: storableText(record.target.kind), id: storableText(record.target.id) },
    detail: storableDetail(record.detail),
    ip: end.ip,
    requestId: record.requestId ? storableText(record.requestId) : null,
  };
  const hash = chainHash(await auditKeys().keyOf(tx, orgId), end.hash, entry);
  await insert(tx, entry, end.hash, hash);
}

/** Takes the lock in a statement of its own: the next one must see what its last holder committed. */
async function lockChain(tx: PoolClient): Promise<string> {
  const { rows } = await tx.query<{ org: string }>({
    name: 'audit_lock',
    text: `SELECT current_setting('app.org') AS org,
                  pg_advisory_xact_lock(hashtextextended('audit|' || current_setting('app.org'), 0))`,
  });
  return rows[0]?.org ?? '';
}

async function readEnd(tx: PoolClient, ip: string | null): Promise<ChainEnd> {
  const { rows } = await tx.query<Omit<ChainEnd, 'hash'> & { hash: Buffer | null }>({
    name: 'audit_end',
    text: `SELECT coalesce(e.seq, 0) AS seq, e.hash, host($1::inet) AS ip,
                  floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS at_ms
             FROM (SELECT) one LEFT JOIN (SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1) e ON true`,
    values: [ip],
  });
  const end = rows[0];
  return {
    seq: Number(end?.seq),
    at_ms: Number(end?.at_ms),
    ip: end?.ip ?? null,
    hash: end?.hash ?? FIRST_PREVIOUS,
  };
}

async function insert(tx: PoolClient, entry: AuditEntry, previous: Buffer, hash: Buffer): Promise<void> {
  await tx.query({
    name: 'audit_insert',
    text: `INSERT INTO audit_entry (org_id, seq, at, actor_kind, actor_id, action, target_kind, target_id, detail, ip,
                                    request_id, prev_hash, hash)
           VALUES ($1, $2, to_timestamp($3::bigint / 1000.0), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    values: [
      entry.orgId,
      entry.seq,
      entry.atMs,
      entry.actor.kind,
      entry.actor.id,
      entry.action,
      entry.target.kind,
      entry.target.id,
      JSON.stringify(entry.detail),
      entry.ip,
      entry.requestId,
      previous,
      hash,
    ],
  });
}
