import type { Pool } from 'pg';
import { withOrg } from '../tenant.ts';

/**
 * Destroys the keys of an organization that were kept beside their successors until a moment that is past, and with a
 * carrier's key the token that webhooks could still be signed with. Answers how many. Idempotent.
 */
export async function endPreviousKeys(pool: Pool, orgId: string): Promise<number> {
  return withOrg(pool, orgId, async (tx) => {
    const { rows } = await tx.query<{ provider: string; account: string }>(
      `UPDATE provider_key SET previous_ciphertext = NULL, previous_key_version = NULL, previous_until = NULL
        WHERE previous_until <= clock_timestamp() RETURNING provider, split_part(masked, ' ', 1) AS account`,
    );
    for (const { provider, account } of rows) {
      if (provider !== 'twilio') continue;
      await tx.query(
        `UPDATE carrier_account SET auth_token_previous = NULL, auth_token_previous_ciphertext = NULL,
           auth_token_previous_key_version = NULL WHERE provider = $1 AND account_sid = $2`,
        [provider, account],
      );
    }
    return rows.length;
  });
}
