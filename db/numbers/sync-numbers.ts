import type { PoolClient } from 'pg';
import type { CarrierNumber } from '../../domain/number/carrier-numbers.port.ts';

/** Writes what the carrier says of the numbers of one account that are ours; others are left to be attached. IDEMPOTENT. */
export async function noteCarrierNumbers(
  tx: PoolClient,
  carrierAccountId: string,
  numbers: readonly CarrierNumber[],
): Promise<void> {
  const seen = numbers.map(({ e164, providerNumberId, capabilities }) => ({
    e164,
    providerNumberId,
    capabilities,
  }));
  await tx.query(
    `UPDATE phone_number n SET provider_number_id = seen."providerNumberId", capabilities = seen.capabilities,
       updated_at = clock_timestamp()
     FROM jsonb_to_recordset($2::jsonb) AS seen (e164 text, "providerNumberId" text, capabilities jsonb)
     WHERE n.carrier_account_id = $1 AND n.e164 = seen.e164
       AND (n.provider_number_id, n.capabilities) IS DISTINCT FROM (seen."providerNumberId", seen.capabilities)`,
    [carrierAccountId, JSON.stringify(seen)],
  );
}
