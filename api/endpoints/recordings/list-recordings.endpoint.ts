import { z } from 'zod';
import { idSchema, instantSchema } from '../../../contracts/common.schema.ts';
import { RECORDING_SOURCES, RECORDING_STATES, recordingSchema } from '../../../contracts/recording.schema.ts';
import { type RecordingRow, SELECT_RECORDING } from '../../../db/recordings/recording-row.ts';
import { defineList } from '../../define-list.ts';
import { toRecording } from './recording-view.ts';

/** Recordings whose sound was not deleted. */
export const listRecordings = defineList({
  id: 'listRecordings',
  path: '/api/v1/recordings',
  tag: 'recordings',
  summary: 'List recordings',
  item: recordingSchema,
  select: SELECT_RECORDING,
  key: ['id', 'id'],
  sorts: { createdAt: 'id' },
  sort: '-createdAt',
  filters: {
    callId: idSchema.optional(),
    state: z.enum(RECORDING_STATES).optional(),
    source: z.enum(RECORDING_SOURCES).optional(),
    from: instantSchema.optional().meta({ description: 'Begun at or after this moment.' }),
    to: instantSchema.optional().meta({ description: 'Begun before this moment.' }),
  },
  where: ({ query }) => [
    'deleted_at IS NULL',
    ['call_id = $', query.callId],
    ['state = $', query.state],
    ['source = $', query.source],
    ['created_at >= $', query.from],
    ['created_at < $', query.to],
  ],
  toItem: (row: RecordingRow) => toRecording(row),
});
