import type { PoolClient } from 'pg';
import { AppError } from '../../domain/errors.ts';
import type { Sealed } from '../../domain/secrets/secret-box.port.ts';

/** A sealed token for an account; `apiBaseUrl` of a new row only, null is the real carrier. */
export interface CarrierTokenInput {
  readonly orgId: string;
  readonly provider: 'twilio' | 'telnyx';
  readonly accountSid: string;
  readonly sealed: Sealed;
  readonly apiBaseUrl: string | null;
  /** Whether webhooks signed with the token before are still taken. */
  readonly keepPrevious: boolean;
}

/** What a new account may do until somebody says otherwise: that of a new account at the carrier. */
const NEW_ACCOUNT = { cps: 1, maxConcurrent: 10 };

/**
 * Gives an account a token, making the account where there is none. Throws `provider_key.rehearsal` when that would be
 * a real carrier beside warped rule time.
 */
export async function saveCarrierToken(tx: PoolClient, input: CarrierTokenInput): Promise<void> {
  const { orgId, provider, accountSid, sealed, apiBaseUrl, keepPrevious } = input;
  try {
    await tx.query(
      `INSERT INTO carrier_account AS a
         (org_id, provider, account_sid, auth_token_ciphertext, auth_token_key_version, api_base_url, cps, max_concurrent)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (org_id, provider, account_sid) DO UPDATE SET
         auth_token = NULL,
         auth_token_ciphertext = excluded.auth_token_ciphertext,
         auth_token_key_version = excluded.auth_token_key_version,
         auth_token_previous = CASE WHEN $9 THEN a.auth_token END,
         auth_token_previous_ciphertext = CASE WHEN $9 THEN a.auth_token_ciphertext END,
         auth_token_previous_key_version = CASE WHEN $9 THEN a.auth_token_key_version END`,
      [
        orgId,
        provider,
        accountSid,
        sealed.ciphertext,
        sealed.keyVersion,
        apiBaseUrl,
        NEW_ACCOUNT.cps,
        NEW_ACCOUNT.maxConcurrent,
        keepPrevious,
      ],
    );
  } catch (error) {
    const isRefused =
      error instanceof Error && 'constraint' in error && error.constraint === 'rule_clock_real_carrier';
    throw isRefused ? new AppError({ code: 'provider_key.rehearsal' }) : error;
  }
}

/** Whether calls of an account are not over: without its token nobody could ask for their end. */
export async function hasOpenCalls(tx: PoolClient, provider: string, accountSid: string): Promise<boolean> {
  const { rows } = await tx.query<{ has: boolean }>(
    `SELECT EXISTS (SELECT FROM call_attempt
                     WHERE provider = $1 AND provider_account = $2
                       AND state IN ('dialing', 'unknown', 'placed', 'ringing', 'in_call'))
         OR EXISTS (SELECT FROM call
                     WHERE provider = $1 AND provider_account = $2 AND direction = 'inbound' AND closed_at IS NULL)
       AS has`,
    [provider, accountSid],
  );
  return rows[0]?.has ?? false;
}

/** Where an account of ours is reached; undefined when there is no such account. */
export async function apiBaseUrlOf(
  tx: PoolClient,
  provider: string,
  accountSid: string,
): Promise<string | null | undefined> {
  const { rows } = await tx.query<{ api_base_url: string | null }>(
    'SELECT api_base_url FROM carrier_account WHERE provider = $1 AND account_sid = $2',
    [provider, accountSid],
  );
  return rows[0]?.api_base_url;
}
