import type { Pool } from 'pg';
import type { Sealed } from '../../domain/secrets/secret-box.port.ts';
import { withOrg } from '../tenant.ts';

/** The newest active key of a provider that an organization has, still sealed; null when it has none. */
export async function activeProviderKey(pool: Pool, orgId: string, provider: string): Promise<Sealed | null> {
  const { rows } = await withOrg(pool, orgId, (tx) =>
    tx.query<{ ciphertext: Buffer; key_version: number }>({
      name: 'active_provider_key',
      text: `SELECT ciphertext, key_version FROM provider_key
              WHERE provider = $1 AND state = 'active' ORDER BY id DESC LIMIT 1`,
      values: [provider],
    }),
  );
  const row = rows[0];
  return row ? { ciphertext: row.ciphertext, keyVersion: row.key_version } : null;
}
