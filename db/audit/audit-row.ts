import type { AuditActor, AuditEntry } from './audit-chain.ts';

/** A row of `audit_entry` with what its chain says of it. */
export interface AuditRow {
  org_id: string;
  seq: number;
  at_ms: number;
  actor_kind: AuditActor['kind'];
  actor_id: string;
  action: string;
  target_kind: string;
  target_id: string;
  detail: unknown;
  ip: string | null;
  request_id: string | null;
  prev_hash: Buffer;
  hash: Buffer;
}

/** The columns of an `AuditRow` of the table named `e`. */
export const AUDIT_COLUMNS = `e.org_id, e.seq, CASE WHEN isfinite(e.at) THEN round(extract(epoch FROM e.at) * 1000000)::bigint / 1000.0::float8 ELSE -1 END AS at_ms,
  e.actor_kind, e.actor_id, e.action, e.target_kind, e.target_id, e.detail, host(e.ip) AS ip, e.request_id,
  e.prev_hash, e.hash`;

/** The entry that a row holds, as its hash covers it. */
export function toAuditEntry(row: AuditRow): AuditEntry {
  return {
    orgId: row.org_id,
    seq: row.seq,
    atMs: row.at_ms,
    actor: { kind: row.actor_kind, id: row.actor_id },
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id },
    detail: row.detail,
    ip: row.ip,
    requestId: row.request_id,
  };
}
