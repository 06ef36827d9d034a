import type { Pool, PoolClient } from 'pg';
import { withOrg } from '../tenant.ts';

/** A voicemail whose sound is here and whose words are not. */
export interface UntranscribedVoicemail {
  orgId: string;
  voicemailId: string;
  recordingId: string;
}

/** How a transcription ended; `text` only with `done`. */
export type TranscriptEnd = { state: 'done'; text: string } | { state: 'offline' } | { state: 'failed' };

/** Voicemail of all organizations that waits to be transcribed, oldest first. */
export async function untranscribed(systemPool: Pool, limit: number): Promise<UntranscribedVoicemail[]> {
  const { rows } = await systemPool.query<{ org_id: string; voicemail_id: string; recording_id: string }>(
    'SELECT org_id, voicemail_id, recording_id FROM pending_transcriptions($1)',
    [limit],
  );
  return rows.map((row) => ({
    orgId: row.org_id,
    voicemailId: row.voicemail_id,
    recordingId: row.recording_id,
  }));
}

/** The language that a voicemail was left in; null when it is not waiting for its words any more. */
export async function transcriptLanguage(tx: PoolClient, voicemailId: string): Promise<string | null> {
  const { rows } = await tx.query<{ language: string }>(
    `SELECT language FROM voicemail WHERE id = $1 AND transcript_state = 'pending' AND deleted_at IS NULL`,
    [voicemailId],
  );
  return rows[0]?.language ?? null;
}

/** Writes the end of a transcription. IDEMPOTENT: the first end stands; nothing is written to what was deleted. */
export async function saveTranscript(
  pool: Pool,
  { orgId, voicemailId }: UntranscribedVoicemail,
  end: TranscriptEnd,
): Promise<void> {
  await withOrg(pool, orgId, (tx) =>
    tx.query(
      `UPDATE voicemail SET transcript_state = $2, transcript = $3, updated_at = clock_timestamp()
       WHERE id = $1 AND transcript_state = 'pending' AND deleted_at IS NULL`,
      [voicemailId, end.state, end.state === 'done' ? end.text : null],
    ),
  );
}

/** No words will come of a recording: what waits for them waits no longer. IDEMPOTENT. */
export async function failTranscripts(tx: PoolClient, recordingId: string): Promise<void> {
  await tx.query(
    `UPDATE voicemail SET transcript_state = 'failed', updated_at = clock_timestamp()
     WHERE recording_id = $1 AND transcript_state = 'pending'`,
    [recordingId],
  );
}
