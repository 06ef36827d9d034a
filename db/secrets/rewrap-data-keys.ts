import type { Pool } from 'pg';
import { withOrg } from '../tenant.ts';

/** A data key as its row keeps it. */
export interface WrappedRow {
  readonly version: number;
  readonly wrappedKey: Buffer;
  readonly kekId: string;
}

/**
 * Wraps those data keys of an organization anew that do not lie under `kekId`; what they sealed stays as it is. Answers
 * how many. Safe to repeat and to run beside processes that read and make keys.
 */
export async function rewrapDataKeys(
  pool: Pool,
  orgId: string,
  kekId: string,
  rewrap: (row: WrappedRow) => Promise<{ wrappedKey: Buffer; kekId: string }>,
): Promise<number> {
  return withOrg(pool, orgId, async (tx) => {
    const { rows } = await tx.query<WrappedRow>(
      `SELECT version, wrapped_key AS "wrappedKey", kek_id AS "kekId" FROM org_data_key
        WHERE kek_id <> $1 ORDER BY version FOR UPDATE`,
      [kekId],
    );
    for (const row of rows) {
      const wrapped = await rewrap(row);
      await tx.query('UPDATE org_data_key SET wrapped_key = $2, kek_id = $3 WHERE version = $1', [
        row.version,
        wrapped.wrappedKey,
        wrapped.kekId,
      ]);
    }
    return rows.length;
  });
}
