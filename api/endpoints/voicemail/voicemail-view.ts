import type { z } from 'zod';
import type { voicemailDetailSchema, voicemailSchema } from '../../../contracts/voicemail.schema.ts';
import type { VoicemailRow } from '../../../db/voicemail/voicemail-row.ts';
import { toInstant } from '../../http/instant.ts';
import { audioUrlOf } from '../recordings/recording-view.ts';

/** A voicemail as lists show it. */
export function toVoicemail(row: VoicemailRow): z.input<typeof voicemailSchema> {
  return {
    id: row.id,
    callId: row.callId,
    contactId: row.contactId,
    phoneNumberId: row.phoneNumberId,
    from: row.fromE164,
    state: row.state,
    durationSeconds: row.durationSeconds,
    language: row.language,
    transcript: row.transcript,
    transcriptState: row.transcriptState,
    createdAt: toInstant(row.createdAt),
    updatedAt: toInstant(row.updatedAt),
  };
}

/** A voicemail with where its sound is. */
export function toVoicemailDetail(row: VoicemailRow): z.input<typeof voicemailDetailSchema> {
  return {
    ...toVoicemail(row),
    recordingId: row.recordingId,
    audioState: row.audioState ?? 'absent',
    audioUrl: audioUrlOf(row.recordingId, row.audioState),
  };
}
