import type { Pool, PoolClient } from 'pg';
import { withOrg } from '../tenant.ts';
import { chainHash, FIRST_PREVIOUS } from './audit-chain.ts';
import { type AuditKeys, auditKeys } from './audit-keys.ts';
import { AUDIT_COLUMNS, type AuditRow, toAuditEntry } from './audit-row.ts';

/** The last entry of a chain; exported, it tells later whether entries were cut off. */
export interface ChainHead {
  readonly orgId: string;
  readonly seq: number;
  /** Hexadecimal. */
  readonly hash: string;
}

/** The first place where a chain does not hold. `cut`: an exported head is not in it any more. */
export interface ChainFault {
  readonly orgId: string;
  readonly seq: number;
  readonly fault: 'missing' | 'changed' | 'not_linked' | 'cut' | 'key_unreadable';
}

/** What became of a verification. */
export type ChainVerdict =
  | { readonly ok: true; readonly head: ChainHead }
  | { readonly ok: false; readonly fault: ChainFault };

const BATCH = 1_000;

type HeadsBySeq = ReadonlyMap<number, readonly ChainHead[]>;

/**
 * Recomputes an organization's whole chain and holds it against heads exported before (those of other organizations
 * are passed over). Reads in batches; entries that come meanwhile are verified too.
 */
export async function verifyChain(
  pool: Pool,
  orgId: string,
  heads: readonly ChainHead[] = [],
  keys: AuditKeys = auditKeys(),
): Promise<ChainVerdict> {
  // All of a place: who cuts entries off and lets new ones grow there has a newer head with that number.
  const own = Map.groupBy(
    heads.filter((head) => head.orgId === orgId),
    ({ seq }) => seq,
  );
  return withOrg(pool, orgId, async (tx) => {
    let key: Buffer;
    try {
      key = await keys.keyOf(tx, orgId);
    } catch {
      return { ok: false, fault: { orgId, seq: 0, fault: 'key_unreadable' } };
    }
    return walk(tx, orgId, key, own);
  });
}

async function walk(tx: PoolClient, orgId: string, key: Buffer, heads: HeadsBySeq): Promise<ChainVerdict> {
  let previous = FIRST_PREVIOUS;
  let seq = 0;
  for (;;) {
    const { rows } = await tx.query<AuditRow>(
      `SELECT ${AUDIT_COLUMNS} FROM audit_entry e WHERE e.seq > $1 ORDER BY e.seq LIMIT $2`,
      [seq, BATCH],
    );
    for (const row of rows) {
      const fault = faultOf(row, seq, previous, key, heads);
      if (fault) return { ok: false, fault: { orgId, seq: seq + 1, fault } };
      seq += 1;
      previous = row.hash;
    }
    if (rows.length < BATCH) break;
  }
  const lost = Math.max(0, ...heads.keys());
  if (lost > seq) return { ok: false, fault: { orgId, seq: seq + 1, fault: 'cut' } };
  return { ok: true, head: { orgId, seq, hash: previous.toString('hex') } };
}

function faultOf(
  row: AuditRow,
  before: number,
  previous: Buffer,
  key: Buffer,
  heads: HeadsBySeq,
): ChainFault['fault'] | undefined {
  if (row.seq !== before + 1) return 'missing';
  if (!row.prev_hash.equals(previous)) return 'not_linked';
  if (!chainHash(key, previous, toAuditEntry(row)).equals(row.hash)) return 'changed';
  const hash = row.hash.toString('hex');
  return heads.get(before + 1)?.some((head) => head.hash !== hash) ? 'cut' : undefined;
}
