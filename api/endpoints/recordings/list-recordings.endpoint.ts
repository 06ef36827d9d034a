import { z } from 'zod';
import { idSchema, instantSchema, pageQuerySchema, pageSchema } from '../../../contracts/common.schema.ts';
import { RECORDING_SOURCES, RECORDING_STATES, recordingSchema } from '../../../contracts/recording.schema.ts';
import { listRecordings as listRows } from '../../../db/recordings/recording-row.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage, uuidCursorKey } from '../../http/cursor.ts';
import { toRecording } from './recording-view.ts';

/** Recordings, newest first. */
export const listRecordings = defineEndpoint({
  id: 'listRecordings',
  method: 'get',
  path: '/api/v1/recordings',
  tag: 'recordings',
  summary: 'List recordings',
  auth: 'user',
  query: pageQuerySchema.extend({
    callId: idSchema.optional(),
    state: z.enum(RECORDING_STATES).optional(),
    source: z.enum(RECORDING_SOURCES).optional(),
    from: instantSchema.optional().meta({ description: 'Begun at or after this moment.' }),
    to: instantSchema.optional().meta({ description: 'Begun before this moment.' }),
  }),
  responses: { 200: { description: 'One page, newest first.', schema: pageSchema(recordingSchema) } },
  errors: [],
  handle: async ({ inOrg, query }) => {
    const before = readCursor(query.cursor, uuidCursorKey);
    const { callId = null, state = null, source = null, from = null, to = null, limit } = query;
    const filter = { before, callId, state, source, from, to, limit: limit + 1 };
    const rows = await inOrg((tx) => listRows(tx, filter));
    return { status: 200, body: toPage(rows, limit, (row) => row.id, toRecording) };
  },
});
