import type { PoolClient } from 'pg';
import type { CarrierAccount } from '../../domain/call/carrier.port.ts';
import { storedToken } from '../secrets/carrier-token.sql.ts';

/** What a `CarrierAccount` is made of; `k` is the row of `carrier_account`. */
export const ACCOUNT_COLUMNS = `k.id, k.provider, k.account_sid AS "accountSid", ${storedToken('k')} AS "authToken", k.api_base_url AS "apiBaseUrl"`;

/** A carrier account with its credentials; null when the organization has none of that id. */
export async function readCarrierAccount(tx: PoolClient, id: string): Promise<CarrierAccount | null> {
  const { rows } = await tx.query<CarrierAccount>({
    name: 'carrier_account',
    text: `SELECT ${ACCOUNT_COLUMNS} FROM carrier_account k WHERE id = $1`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** The organization's accounts with their credentials, oldest first. */
export async function listCarrierAccounts(tx: PoolClient): Promise<CarrierAccount[]> {
  const { rows } = await tx.query<CarrierAccount>(
    `SELECT ${ACCOUNT_COLUMNS} FROM carrier_account k ORDER BY id`,
  );
  return rows;
}

/** The account of a call or a recording; null when it is no account of the organization any more. */
export async function accountBySid(
  tx: PoolClient,
  { provider, accountSid }: { provider: string; accountSid: string },
): Promise<CarrierAccount | null> {
  const { rows } = await tx.query<CarrierAccount>({
    name: 'account_by_sid',
    text: `SELECT ${ACCOUNT_COLUMNS} FROM carrier_account k WHERE provider = $1 AND account_sid = $2`,
    values: [provider, accountSid],
  });
  return rows[0] ?? null;
}
