import type { PoolClient } from 'pg';
import type { CarrierAccount } from '../../domain/call/carrier.port.ts';
import { accountBySid } from '../numbers/carrier-account.ts';

/** A recording whose sound is to go, ours and the carrier's. */
export interface DoomedRecording {
  id: string;
  orgId: string;
  providerRecordingId: string;
  account: CarrierAccount | null;
}

interface DoomedRow {
  orgId: string;
  provider: string;
  providerAccount: string;
  providerRecordingId: string;
}

/** What has to go of a recording whose sound is not gone yet; null when there is no such recording. */
export async function readDoomed(tx: PoolClient, id: string): Promise<DoomedRecording | null> {
  const { rows } = await tx.query<DoomedRow>(
    `SELECT org_id AS "orgId", provider, provider_account AS "providerAccount", provider_recording_id AS "providerRecordingId"
     FROM recording WHERE id = $1 AND deleted_at IS NULL`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  const account = await accountBySid(tx, { provider: row.provider, accountSid: row.providerAccount });
  return { id, orgId: row.orgId, providerRecordingId: row.providerRecordingId, account };
}

/**
 * Notes that the sound is gone: the row stays, so that late news of the carrier does not bring it back. What was said
 * goes with it. IDEMPOTENT.
 */
export async function markDeleted(tx: PoolClient, id: string): Promise<void> {
  await tx.query(
    `UPDATE recording SET deleted_at = clock_timestamp(), storage_key = NULL, sha256 = NULL
     WHERE id = $1 AND deleted_at IS NULL`,
    [id],
  );
}
