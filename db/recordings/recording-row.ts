import type { PoolClient } from 'pg';

/** A recording as it is kept. `storageKey` and what follows it are there once it is `fetched`. */
export interface RecordingRow {
  id: string;
  callId: string;
  provider: string;
  providerAccount: string;
  providerRecordingId: string;
  source: 'voicemail' | 'call';
  state: 'pending' | 'available' | 'absent' | 'failed' | 'fetched';
  durationSeconds: number | null;
  channels: number | null;
  storageKey: string | null;
  sha256: string | null;
  byteSize: number | null;
  contentType: string | null;
  createdAt: Date;
  completedAt: Date | null;
  fetchedAt: Date | null;
  tries: number;
}

const COLUMNS = `id, call_id AS "callId", provider, provider_account AS "providerAccount",
  provider_recording_id AS "providerRecordingId", source, state, duration_seconds AS "durationSeconds", channels,
  storage_key AS "storageKey", sha256, byte_size AS "byteSize", content_type AS "contentType",
  created_at AS "createdAt", completed_at AS "completedAt", fetched_at AS "fetchedAt", tries`;

/** Columns and table of a `RecordingRow`. */
export const SELECT_RECORDING = `SELECT ${COLUMNS} FROM recording`;

/** A recording by its id; null also when its sound was deleted. */
export async function readRecording(tx: PoolClient, id: string): Promise<RecordingRow | null> {
  const { rows } = await tx.query<RecordingRow>(`${SELECT_RECORDING} WHERE id = $1 AND deleted_at IS NULL`, [
    id,
  ]);
  return rows[0] ?? null;
}
