import type { Pool, PoolClient } from 'pg';
import type { CarrierAccount } from '../../domain/call/carrier.port.ts';
import { accountBySid } from '../numbers/carrier-account.ts';
import { withOrg } from '../tenant.ts';
import { failTranscripts } from '../voicemail/transcript.ts';
import { recordEvent } from '../webhooks/record-event.ts';
import { readRecording, type RecordingRow } from './recording-row.ts';

/** A recording that this process holds for its lease; `tries` counts this one. */
export interface ClaimedRecording {
  orgId: string;
  recordingId: string;
  tries: number;
}

/** What was kept of a recording; `sha256` in hex. */
export interface KeptAudio {
  storageKey: string;
  sha256: string;
  byteSize: number;
  contentType: string;
}

/** Claims up to `limit` due recordings of all organizations; a process that dies leaves them to the next after the lease. */
export async function claimRecordings(
  systemPool: Pool,
  limit: number,
  leaseMs: number,
): Promise<ClaimedRecording[]> {
  const { rows } = await systemPool.query<{ org_id: string; recording_id: string; tries: number }>(
    'SELECT org_id, recording_id, tries FROM claim_recordings($1, $2)',
    [limit, leaseMs / 1000],
  );
  return rows.map((row) => ({ orgId: row.org_id, recordingId: row.recording_id, tries: row.tries }));
}

/** A claimed recording with the account that holds it; null when it is not to be fetched any more. */
export async function readClaimed(
  pool: Pool,
  { orgId, recordingId }: ClaimedRecording,
): Promise<{ row: RecordingRow; account: CarrierAccount | null } | null> {
  return withOrg(pool, orgId, async (tx) => {
    const row = await readRecording(tx, recordingId);
    if (row?.state !== 'available') return null;
    const account = await accountBySid(tx, { provider: row.provider, accountSid: row.providerAccount });
    return { row, account };
  });
}

/**
 * Says where the sound is kept. IDEMPOTENT. False when the recording was deleted, or kept by somebody else, meanwhile;
 * `mayRemain` tells whether the object is still wanted.
 */
export async function saveFetched(
  pool: Pool,
  { orgId, recordingId }: ClaimedRecording,
  kept: KeptAudio,
): Promise<{ mayRemain: boolean }> {
  return withOrg(pool, orgId, async (tx) => {
    const { rowCount } = await tx.query(
      `UPDATE recording SET state = 'fetched', storage_key = $2, sha256 = $3, byte_size = $4, content_type = $5,
         fetched_at = clock_timestamp(), last_error = NULL
       WHERE id = $1 AND state = 'available' AND deleted_at IS NULL`,
      [recordingId, kept.storageKey, kept.sha256, kept.byteSize, kept.contentType],
    );
    if (rowCount === 1) await recordEvent(tx, 'recording.available', recordingId);
    return { mayRemain: (await readRecording(tx, recordingId)) !== null };
  });
}

/** Plans the next try of a fetch that failed, or gives it up where `retryAtMs` is null: no transcript will come of it. */
export async function saveFetchFailure(
  pool: Pool,
  { orgId, recordingId }: ClaimedRecording,
  { error, retryAtMs }: { error: string; retryAtMs: number | null },
): Promise<void> {
  await withOrg(pool, orgId, async (tx: PoolClient) => {
    const { rowCount } = await tx.query(
      `UPDATE recording SET last_error = $2, state = CASE WHEN $3::timestamptz IS NULL THEN 'failed' ELSE state END,
         next_try_at = coalesce($3, next_try_at)
       WHERE id = $1 AND state = 'available'`,
      [recordingId, error, retryAtMs === null ? null : new Date(retryAtMs)],
    );
    if (rowCount === 1 && retryAtMs === null) await failTranscripts(tx, recordingId);
  });
}
