import type { PoolClient } from 'pg';
import { type AuditEntry, chainHash, FIRST_PREVIOUS } from './audit-chain.ts';
import { auditKeys } from './audit-keys.ts';
import { AUDIT_COLUMNS, type AuditRow, toAuditEntry } from './audit-row.ts';

/** What to list; all that are given must hold. `before` a sequence number, `from` included, `to` not. */
export interface AuditFilter {
  readonly before: number | null;
  readonly limit: number;
  readonly actorKind?: string | undefined;
  readonly actorId?: string | undefined;
  /** An action, or a noun and `.*`. */
  readonly action?: string | undefined;
  readonly targetKind?: string | undefined;
  readonly targetId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** An entry with whether its hash and its link to the entry before hold. */
export interface ListedEntry {
  readonly entry: AuditEntry;
  readonly hash: Buffer;
  readonly isIntact: boolean;
}

/** Entries of the organization that `tx` is in, newest first, each verified. Throws `secret.unreadable`. */
export async function listAudit(tx: PoolClient, orgId: string, filter: AuditFilter): Promise<ListedEntry[]> {
  const noun = filter.action?.endsWith('.*') ? filter.action.slice(0, -1) : null;
  const { rows } = await tx.query<AuditRow & { before_hash: Buffer | null }>(
    `SELECT ${AUDIT_COLUMNS}, b.hash AS before_hash
       FROM audit_entry e LEFT JOIN audit_entry b ON b.org_id = e.org_id AND b.seq = e.seq - 1
      WHERE ($1::bigint IS NULL OR e.seq < $1) AND ($2::text IS NULL OR e.actor_kind = $2)
        AND ($3::text IS NULL OR e.actor_id = $3) AND ($4::text IS NULL OR e.action = $4)
        AND ($5::text IS NULL OR starts_with(e.action, $5)) AND ($6::text IS NULL OR e.target_kind = $6)
        AND ($7::text IS NULL OR e.target_id = $7) AND ($8::timestamptz IS NULL OR e.at >= $8)
        AND ($9::timestamptz IS NULL OR e.at < $9)
      ORDER BY e.seq DESC LIMIT $10`,
    [
      filter.before,
      filter.actorKind ?? null,
      filter.actorId ?? null,
      noun === null ? (filter.action ?? null) : null,
      noun,
      filter.targetKind ?? null,
      filter.targetId ?? null,
      filter.from ?? null,
      filter.to ?? null,
      filter.limit,
    ],
  );
  if (rows.length === 0) return [];
  const key = await auditKeys().keyOf(tx, orgId);
  return rows.map((row) => {
    const entry = toAuditEntry(row);
    const previous = entry.seq === 1 ? FIRST_PREVIOUS : row.before_hash;
    const isLinked = previous?.equals(row.prev_hash) === true;
    const isIntact = isLinked && chainHash(key, row.prev_hash, entry).equals(row.hash);
    return { entry, hash: row.hash, isIntact };
  });
}
