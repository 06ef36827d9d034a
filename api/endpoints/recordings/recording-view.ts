import type { z } from 'zod';
import type { recordingSchema } from '../../../contracts/recording.schema.ts';
import type { RecordingRow } from '../../../db/recordings/recording-row.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

/** Path of the sound of a recording; null until it is here. */
export function audioUrlOf(recordingId: string | null, state: string | null): string | null {
  return recordingId !== null && state === 'fetched' ? `/api/v1/recordings/${recordingId}/media` : null;
}

/** A recording as the API shows it. */
export function toRecording(row: RecordingRow): z.input<typeof recordingSchema> {
  return {
    id: row.id,
    callId: row.callId,
    source: row.source,
    state: row.state,
    durationSeconds: row.durationSeconds,
    channels: row.channels,
    byteSize: row.byteSize,
    sha256: row.sha256,
    contentType: row.contentType,
    audioUrl: audioUrlOf(row.id, row.state),
    createdAt: toInstant(row.createdAt),
    completedAt: toInstantOrNull(row.completedAt),
    fetchedAt: toInstantOrNull(row.fetchedAt),
  };
}
