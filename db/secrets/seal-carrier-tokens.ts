import type { Pool } from 'pg';
import type { SecretBox } from '../../domain/secrets/secret-box.port.ts';
import { withOrg } from '../tenant.ts';
import { carrierTokenKind } from '../../domain/secrets/carrier-token-kind.ts';

interface PlainRow {
  id: string;
  provider: string;
  account_sid: string;
  auth_token: string | null;
  auth_token_previous: string | null;
  ciphertext: Buffer | null;
  key_version: number | null;
}

/**
 * Seals the carrier tokens of an organization that lie plain in their rows, as a seed and installations of before leave
 * them, and empties the plain columns. Answers how many accounts it sealed. Idempotent.
 */
export async function sealCarrierTokens(pool: Pool, box: SecretBox, orgId: string): Promise<number> {
  const { rows } = await withOrg(pool, orgId, (tx) =>
    tx.query<PlainRow>(
      `SELECT id, provider, account_sid, auth_token, auth_token_previous, auth_token_ciphertext AS ciphertext,
              auth_token_key_version AS key_version
         FROM carrier_account WHERE auth_token IS NOT NULL OR auth_token_previous IS NOT NULL`,
    ),
  );
  let sealed = 0;
  for (const row of rows) if (await sealRow(pool, box, orgId, row)) sealed += 1;
  return sealed;
}

async function sealRow(pool: Pool, box: SecretBox, orgId: string, row: PlainRow): Promise<boolean> {
  const kind = carrierTokenKind({ provider: row.provider, accountSid: row.account_sid });
  const standing =
    row.ciphertext && row.key_version !== null
      ? { ciphertext: row.ciphertext, keyVersion: row.key_version }
      : null;
  const isSame =
    standing !== null &&
    row.auth_token !== null &&
    (await box.open(orgId, kind, standing)) === row.auth_token;
  const current = row.auth_token === null || isSame ? standing : await box.seal(orgId, kind, row.auth_token);
  const before =
    row.auth_token_previous === null ? null : await box.seal(orgId, kind, row.auth_token_previous);
  // What a newer plain token stands beside is the one before it.
  const previous = before ?? (row.auth_token !== null && !isSame ? standing : null);
  const { rowCount } = await withOrg(pool, orgId, (tx) =>
    tx.query(
      `UPDATE carrier_account SET auth_token = NULL, auth_token_previous = NULL,
         auth_token_ciphertext = $4, auth_token_key_version = $5,
         auth_token_previous_ciphertext = coalesce($6, auth_token_previous_ciphertext),
         auth_token_previous_key_version = coalesce($7, auth_token_previous_key_version)
       WHERE id = $1 AND auth_token IS NOT DISTINCT FROM $2 AND auth_token_previous IS NOT DISTINCT FROM $3`,
      [
        row.id,
        row.auth_token,
        row.auth_token_previous,
        current?.ciphertext,
        current?.keyVersion,
        previous?.ciphertext ?? null,
        previous?.keyVersion ?? null,
      ],
    ),
  );
  return rowCount === 1;
}
