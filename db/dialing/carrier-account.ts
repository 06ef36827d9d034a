import type { Pool } from 'pg';
import type { CarrierAccount } from '../../domain/call/carrier.port.ts';
import { AppError } from '../../domain/errors.ts';
import { withOrg } from '../tenant.ts';
import { readCarrierAccount } from '../numbers/carrier-account.ts';
import { type AttemptRow, readAttempt } from './attempt-row.ts';

/** An attempt as it stands, with the account that its call belongs to. Throws `attempt.not_found`. */
export async function readAttemptWithAccount(
  pool: Pool,
  orgId: string,
  attemptId: string,
): Promise<{ row: AttemptRow; account: CarrierAccount }> {
  return withOrg(pool, orgId, async (tx) => {
    const row = await readAttempt(tx, attemptId, 'no_lock');
    if (!row) throw new AppError({ code: 'attempt.not_found' });
    const account = await readCarrierAccount(tx, row.carrierAccountId);
    if (!account) throw new AppError({ code: 'internal.unexpected', message: 'An attempt has no account.' });
    return { row, account };
  });
}

/** Those of `callIds` that belong to other attempts of the organization. */
export async function callsOfOthers(
  pool: Pool,
  orgId: string,
  attemptId: string,
  callIds: readonly string[],
): Promise<Set<string>> {
  return withOrg(pool, orgId, async (tx) => {
    const { rows } = await tx.query<{ provider_call_id: string }>({
      name: 'calls_of_others',
      text: 'SELECT provider_call_id FROM call_attempt WHERE provider_call_id = ANY($1) AND id <> $2',
      values: [callIds, attemptId],
    });
    return new Set(rows.map((row) => row.provider_call_id));
  });
}
