import type { PoolClient } from 'pg';
import { dedupeKey } from '../dialing/apply-carrier-event.ts';
import { failTranscripts } from '../voicemail/transcript.ts';

/** News of a recording from a verified webhook. */
export interface RecordingNews {
  orgId: string;
  callId: string;
  provider: string;
  accountSid: string;
  /** The carrier's id of the call, which has to be that of `callId`. */
  providerCallId: string;
  providerRecordingId: string;
  state: 'pending' | 'available' | 'absent' | 'failed';
  durationSeconds: number | null;
  channels: number | null;
  source: 'voicemail' | 'call';
  /** The public URL exactly as signed, and what was posted to it. */
  url: string;
  params: Readonly<Record<string, string | string[]>>;
}

/**
 * Writes news of a recording down, with its inbox row. IDEMPOTENT by the inbox, and by the state: only a recording that
 * is pending moves on, so repeated or late news changes nothing, and one that was deleted stays so. False when the
 * organization's account has no such call.
 */
export async function noteRecording(tx: PoolClient, news: RecordingNews): Promise<boolean> {
  const known = await tx.query<{ attemptId: string | null }>(
    `SELECT attempt_id AS "attemptId" FROM call
     WHERE id = $1 AND provider = $2 AND provider_account = $3 AND coalesce(provider_call_id, $4) = $4`,
    [news.callId, news.provider, news.accountSid, news.providerCallId],
  );
  const call = known.rows[0];
  if (!call) return false;
  const isNew = await tx.query(
    `INSERT INTO webhook_inbox (org_id, provider, dedupe_key, attempt_id, raw, received_at, applied_at)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp()) ON CONFLICT (org_id, dedupe_key) DO NOTHING`,
    [
      news.orgId,
      news.provider,
      dedupeKey(news.url, news.params),
      call.attemptId,
      JSON.stringify(news.params),
    ],
  );
  if (isNew.rowCount === 1) await upsert(tx, news);
  return true;
}

async function upsert(tx: PoolClient, news: RecordingNews): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO recording AS r (org_id, call_id, provider, provider_account, provider_recording_id, source, state,
       duration_seconds, channels, completed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CASE WHEN $7 = 'pending' THEN NULL ELSE clock_timestamp() END)
     ON CONFLICT (org_id, provider, provider_account, provider_recording_id) DO UPDATE
        SET state = excluded.state, duration_seconds = coalesce(excluded.duration_seconds, r.duration_seconds),
            channels = coalesce(excluded.channels, r.channels), completed_at = excluded.completed_at,
            next_try_at = clock_timestamp()
      WHERE r.state = 'pending' AND r.deleted_at IS NULL AND r.call_id = excluded.call_id
     RETURNING id`,
    [
      news.orgId,
      news.callId,
      news.provider,
      news.accountSid,
      news.providerRecordingId,
      news.source,
      news.state,
      news.durationSeconds,
      news.channels,
    ],
  );
  const isLost = news.state === 'absent' || news.state === 'failed';
  if (rows[0] && isLost) await failTranscripts(tx, rows[0].id);
}
