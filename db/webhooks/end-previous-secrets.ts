import type { Pool } from 'pg';
import { withOrg } from '../tenant.ts';

/** Destroys the secrets of an organization's endpoints that no longer sign. Answers how many. IDEMPOTENT. */
export async function endPreviousSecrets(pool: Pool, orgId: string): Promise<number> {
  const { rowCount } = await withOrg(pool, orgId, (tx) =>
    tx.query(
      `UPDATE webhook_endpoint SET previous_secret_ciphertext = NULL, previous_secret_key_version = NULL,
              previous_secret_until = NULL
        WHERE previous_secret_until <= clock_timestamp()`,
    ),
  );
  return rowCount ?? 0;
}
