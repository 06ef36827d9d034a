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

/** A recording by its id; null also when its sound was deleted. */
export async function readRecording(tx: PoolClient, id: string): Promise<RecordingRow | null> {
  const { rows } = await tx.query<RecordingRow>(
    `SELECT ${COLUMNS} FROM recording WHERE id = $1 AND deleted_at IS NULL`,
    [id],
  );
  return rows[0] ?? null;
}

/** Which recordings, newest first; null asks for all. */
export interface RecordingFilter {
  before: string | null;
  callId: string | null;
  state: string | null;
  source: string | null;
  from: string | null;
  to: string | null;
  limit: number;
}

/** Recordings that are not deleted, newest first. */
export async function listRecordings(tx: PoolClient, filter: RecordingFilter): Promise<RecordingRow[]> {
  const { rows } = await tx.query<RecordingRow>(
    `SELECT ${COLUMNS} FROM recording
     WHERE deleted_at IS NULL AND ($1::uuid IS NULL OR id < $1) AND ($2::uuid IS NULL OR call_id = $2)
       AND ($3::text IS NULL OR state = $3) AND ($4::text IS NULL OR source = $4)
       AND ($5::timestamptz IS NULL OR created_at >= $5) AND ($6::timestamptz IS NULL OR created_at < $6)
     ORDER BY id DESC LIMIT $7`,
    [filter.before, filter.callId, filter.state, filter.source, filter.from, filter.to, filter.limit],
  );
  return rows;
}
