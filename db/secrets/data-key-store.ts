import type { PoolClient } from 'pg';

/** Runs work in a transaction of an organization: `withOrg`, or one that is open already. */
export type InOrg = <T>(orgId: string, work: (tx: PoolClient) => Promise<T>) => Promise<T>;

/** A row of `org_data_key`. */
export interface DataKeyRow {
  version: number;
  wrappedKey: Buffer;
  kekId: string;
}

const COLUMNS = 'version, wrapped_key AS "wrappedKey", kek_id AS "kekId"';

/** The wrapped data keys of organizations. */
export function createDataKeyStore(inOrg: InOrg) {
  const read = async (orgId: string, condition: string, values: readonly unknown[]) => {
    const { rows } = await inOrg(orgId, (tx) =>
      tx.query<DataKeyRow>(`SELECT ${COLUMNS} FROM org_data_key WHERE ${condition}`, [...values]),
    );
    return rows[0] ?? null;
  };
  const version = (orgId: string, number: number) => read(orgId, 'version = $1', [number]);
  return {
    newest: (orgId: string) => read(orgId, 'retired_at IS NULL ORDER BY version DESC LIMIT 1', []),
    version,
    /** Idempotent: of two processes that add the same version one wins, and both get the winner's. */
    async add(orgId: string, key: DataKeyRow): Promise<DataKeyRow> {
      await inOrg(orgId, (tx) =>
        tx.query(
          `INSERT INTO org_data_key (org_id, version, wrapped_key, kek_id) VALUES ($1, $2, $3, $4)
           ON CONFLICT (org_id, version) DO NOTHING`,
          [orgId, key.version, key.wrappedKey, key.kekId],
        ),
      );
      return (await version(orgId, key.version)) ?? key;
    },
  };
}
