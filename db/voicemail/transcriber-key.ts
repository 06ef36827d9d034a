import type { Pool } from 'pg';
import type { Sealed } from '../../domain/secrets/secret-box.port.ts';
import { withOrg } from '../tenant.ts';

/** A key of an organization as its row keeps it. */
export interface StoredKey extends Sealed {
  readonly id: string;
}

/** The newest active key of a provider that an organization has, still sealed; null when it has none. */
export async function activeProviderKey(
  pool: Pool,
  orgId: string,
  provider: string,
): Promise<StoredKey | null> {
  const { rows } = await withOrg(pool, orgId, (tx) =>
    tx.query<{ id: string; ciphertext: Buffer; key_version: number }>({
      name: 'active_provider_key',
      text: `SELECT id, ciphertext, key_version FROM provider_key
              WHERE provider = $1 AND state = 'active' ORDER BY id DESC LIMIT 1`,
      values: [provider],
    }),
  );
  const row = rows[0];
  return row ? { id: row.id, ciphertext: row.ciphertext, keyVersion: row.key_version } : null;
}
