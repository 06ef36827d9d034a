import type { PoolClient } from 'pg';

/** A voicemail as it is kept, with how far its sound is. */
export interface VoicemailRow {
  id: string;
  callId: string;
  contactId: string | null;
  phoneNumberId: string | null;
  fromE164: string | null;
  recordingId: string | null;
  /** State of the recording; null when there is none, or its sound was deleted. */
  audioState: 'pending' | 'available' | 'absent' | 'failed' | 'fetched' | null;
  state: 'new' | 'read' | 'archived';
  durationSeconds: number;
  transcript: string | null;
  transcriptState: 'pending' | 'done' | 'offline' | 'failed';
  language: 'en' | 'es' | 'cs';
  createdAt: Date;
  updatedAt: Date;
}

/** Columns and tables of a `VoicemailRow`; conditions over `v` follow. Where there is no sound there will be no words. */
export const SELECT_VOICEMAIL = `SELECT v.id, v.call_id AS "callId", v.contact_id AS "contactId", v.phone_number_id AS "phoneNumberId",
    v.from_e164 AS "fromE164", v.recording_id AS "recordingId", r.state AS "audioState", v.state,
    v.duration_seconds AS "durationSeconds", v.transcript, v.language,
    CASE WHEN v.transcript_state = 'pending' AND coalesce(r.state, 'absent') IN ('absent', 'failed') THEN 'failed'
         ELSE v.transcript_state END AS "transcriptState",
    v.created_at AS "createdAt", v.updated_at AS "updatedAt"
  FROM voicemail v LEFT JOIN recording r
    ON r.org_id = v.org_id AND r.id = v.recording_id AND r.deleted_at IS NULL`;

/** A voicemail that is not deleted. */
export async function readVoicemail(tx: PoolClient, id: string): Promise<VoicemailRow | null> {
  const { rows } = await tx.query<VoicemailRow>(
    `${SELECT_VOICEMAIL} WHERE v.id = $1 AND v.deleted_at IS NULL`,
    [id],
  );
  return rows[0] ?? null;
}

/** The voicemail that a recording is the sound of; the newest, should there be several. */
export async function voicemailOfRecording(
  tx: PoolClient,
  recordingId: string,
): Promise<VoicemailRow | null> {
  const { rows } = await tx.query<VoicemailRow>(
    `${SELECT_VOICEMAIL} WHERE v.recording_id = $1 AND v.deleted_at IS NULL ORDER BY v.id DESC LIMIT 1`,
    [recordingId],
  );
  return rows[0] ?? null;
}

/** Sets the state of a voicemail; `userId` null when no person did. The state before, null when there is none. IDEMPOTENT. */
export async function setVoicemailState(
  tx: PoolClient,
  { id, state, userId }: { id: string; state: VoicemailRow['state']; userId: string | null },
): Promise<VoicemailRow['state'] | null> {
  const { rows } = await tx.query<{ was: VoicemailRow['state'] }>(
    `UPDATE voicemail SET state = $2, updated_by = $3, updated_at = clock_timestamp()
     WHERE id = $1 AND deleted_at IS NULL RETURNING old.state AS was`,
    [id, state, userId],
  );
  return rows[0]?.was ?? null;
}

/**
 * Takes a voicemail out of sight and forgets its words. Returns the recording whose sound has to go with it, once more
 * when that was cut off; null when there is no such voicemail, or nothing left of it.
 */
export async function hideVoicemail(
  tx: PoolClient,
  { id, userId }: { id: string; userId: string | null },
): Promise<{ recordingId: string | null } | null> {
  const hidden = await tx.query<{ recordingId: string | null }>(
    `UPDATE voicemail SET deleted_at = clock_timestamp(), updated_by = $2, updated_at = clock_timestamp(),
       transcript = NULL
     WHERE id = $1 AND deleted_at IS NULL RETURNING recording_id AS "recordingId"`,
    [id, userId],
  );
  if (hidden.rows[0]) return hidden.rows[0];
  const { rows } = await tx.query<{ recordingId: string }>(
    `SELECT r.id AS "recordingId" FROM voicemail v JOIN recording r ON r.org_id = v.org_id AND r.id = v.recording_id
     WHERE v.id = $1 AND r.deleted_at IS NULL`,
    [id],
  );
  return rows[0] ?? null;
}
