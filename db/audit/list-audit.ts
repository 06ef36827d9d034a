import type { PoolClient } from 'pg';
import type { ReadStatement } from '../read-in-org.ts';
import { type AuditEntry, chainHash, FIRST_PREVIOUS } from './audit-chain.ts';
import { auditKeys } from './audit-keys.ts';
import { AUDIT_COLUMNS, type AuditRow, toAuditEntry } from './audit-row.ts';

/** An entry with whether its hash and its link to the entry before hold. */
export interface ListedEntry {
  readonly entry: AuditEntry;
  readonly hash: Buffer;
  readonly isIntact: boolean;
}

/** Columns and tables of what `listAudit` verifies; conditions over `e` may follow. */
export const SELECT_AUDIT = `
  SELECT ${AUDIT_COLUMNS}, b.hash AS before_hash
    FROM audit_entry e LEFT JOIN audit_entry b ON b.org_id = e.org_id AND b.seq = e.seq - 1`;

/**
 * Entries of the organization that `tx` is in, as a statement over `SELECT_AUDIT` finds them, each verified. Throws
 * `secret.unreadable`.
 */
export async function listAudit(
  tx: PoolClient,
  orgId: string,
  statement: ReadStatement,
): Promise<ListedEntry[]> {
  const { rows } = await tx.query<AuditRow & { before_hash: Buffer | null }>({
    ...statement,
    values: [...statement.values],
  });
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
