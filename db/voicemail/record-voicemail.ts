import type { Pool } from 'pg';
import { AppError } from '../../domain/errors.ts';
import { withOrg } from '../tenant.ts';
import { recordEvent } from '../webhooks/record-event.ts';

/** A message that a caller has left. `providerRecordingId` null where the carrier named no recording. */
export interface LeftVoicemail {
  orgId: string;
  callId: string;
  effectId: string;
  providerRecordingId: string | null;
  durationMs: number;
}

// Either of this and the recording's own webhook may come first; both find the row that the other has made.
const RECORDING = `
INSERT INTO recording (org_id, call_id, provider, provider_account, provider_recording_id, source, duration_seconds)
SELECT k.org_id, k.id, k.provider, k.provider_account, $2, 'voicemail', $3 FROM call k WHERE k.id = $1
ON CONFLICT (org_id, provider, provider_account, provider_recording_id) DO UPDATE SET source = 'voicemail'
RETURNING id`;

const VOICEMAIL = `
INSERT INTO voicemail (org_id, call_id, effect_id, contact_id, phone_number_id, from_e164, recording_id,
                       duration_seconds, language)
SELECT k.org_id, k.id, $2, k.contact_id, n.id,
       CASE k.direction WHEN 'inbound' THEN k.from_e164 ELSE pii.phone_e164 END, $3, $4,
       coalesce(k.language, ct.language, n.language, o.default_language)
  FROM call k
  JOIN organization o ON o.id = k.org_id
  LEFT JOIN phone_number n ON n.org_id = k.org_id
        AND CASE WHEN k.phone_number_id IS NOT NULL THEN n.id = k.phone_number_id
                 ELSE n.e164 = CASE k.direction WHEN 'inbound' THEN k.to_e164 ELSE k.from_e164 END END
  LEFT JOIN contact ct ON ct.org_id = k.org_id AND ct.id = k.contact_id
  LEFT JOIN contact_pii pii ON pii.org_id = ct.org_id AND pii.contact_id = ct.id
 WHERE k.id = $1
ON CONFLICT (org_id, call_id, effect_id) DO NOTHING
RETURNING id`;

/**
 * Writes the voicemail of a call with its recording, whose sound comes later. IDEMPOTENT by (call, effect). Throws
 * `call.not_found`.
 */
export async function recordVoicemail(pool: Pool, left: LeftVoicemail): Promise<void> {
  const { orgId, callId, effectId, providerRecordingId, durationMs } = left;
  const seconds = Math.round(durationMs / 1000);
  await withOrg(pool, orgId, async (tx) => {
    const call = await tx.query('SELECT FROM call WHERE id = $1', [callId]);
    if (call.rowCount === 0) throw new AppError({ code: 'call.not_found' });
    const recording =
      providerRecordingId === null
        ? null
        : await tx.query<{ id: string }>({
            name: 'recording_of_voicemail',
            text: RECORDING,
            values: [callId, providerRecordingId, seconds],
          });
    const { rows } = await tx.query<{ id: string }>({
      name: 'record_voicemail',
      text: VOICEMAIL,
      values: [callId, effectId, recording?.rows[0]?.id ?? null, seconds],
    });
    if (rows[0]) await recordEvent(tx, 'voicemail.created', rows[0].id);
  });
}
