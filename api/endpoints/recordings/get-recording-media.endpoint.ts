import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { readRecording, type RecordingRow } from '../../../db/recordings/recording-row.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readRange } from './byte-range.ts';

/** File endings by kind of sound. */
const ENDINGS: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
};

const MEDIA_HEADERS = {
  'Accept-Ranges': '`bytes`.',
  'Content-Length': 'Bytes that follow.',
  ETag: 'SHA-256 of the whole sound.',
};

/** The sound of a recording, whole or in part, so that a player can seek in it. */
export const getRecordingMedia = defineEndpoint({
  id: 'getRecordingMedia',
  method: 'get',
  path: '/api/v1/recordings/{id}/media',
  tag: 'recordings',
  summary: 'Stream the sound of a recording',
  description: 'Honours a Range of one part.',
  auth: 'user',
  params: idParamsSchema,
  responses: {
    200: { description: 'The whole sound.', mediaType: 'audio/*', headers: MEDIA_HEADERS },
    206: {
      description: 'The part that Range asks for.',
      mediaType: 'audio/*',
      headers: { ...MEDIA_HEADERS, 'Content-Range': 'Which part it is.' },
    },
  },
  errors: [
    'recording.no_audio',
    'recording.not_found',
    'recording.not_ready',
    'recording.range_not_satisfiable',
  ],
  handle: async ({ deps, inOrg, params, req, res }) => {
    const row = await inOrg((tx) => readRecording(tx, params.id));
    const { storageKey, byteSize } = keptOf(row);
    const wish = readRange(req.get('range'), byteSize);
    if (wish.kind === 'not_satisfiable') {
      res.setHeader('Content-Range', `bytes */${byteSize}`);
      throw new AppError({ code: 'recording.range_not_satisfiable' });
    }
    const range = wish.kind === 'part' ? wish.range : undefined;
    const body = await deps.objects.open(storageKey, range);
    if (!body) throw new AppError({ code: 'recording.no_audio' });
    const headers = headersOf(params.id, row);
    if (!range) return { status: 200, headers: { ...headers, 'Content-Length': String(byteSize) }, body };
    const { first, last } = range;
    return {
      status: 206,
      headers: {
        ...headers,
        'Content-Length': String(last - first + 1),
        'Content-Range': `bytes ${first}-${last}/${byteSize}`,
      },
      body,
    };
  },
});

/** Long enough for the next fetch. */
const RETRY_MS = 5_000;

function keptOf(row: RecordingRow | null): { storageKey: string; byteSize: number } {
  if (!row) throw new AppError({ code: 'recording.not_found' });
  if (row.state === 'pending' || row.state === 'available')
    throw new AppError({ code: 'recording.not_ready', retryAfterMs: RETRY_MS });
  const { storageKey, byteSize } = row;
  if (row.state !== 'fetched' || storageKey === null || byteSize === null)
    throw new AppError({ code: 'recording.no_audio' });
  return { storageKey, byteSize };
}

function headersOf(id: string, row: RecordingRow | null): Record<string, string> {
  const contentType = row?.contentType ?? 'application/octet-stream';
  return {
    'Accept-Ranges': 'bytes',
    // Somebody's voice stays on no disk of a browser.
    'Cache-Control': 'no-store',
    'Content-Disposition': `inline; filename="recording-${id}.${ENDINGS[contentType] ?? 'bin'}"`,
    'Content-Type': contentType,
    ETag: `"${row?.sha256 ?? ''}"`,
  };
}
