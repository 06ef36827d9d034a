import { z } from 'zod';
import { listTracesQuerySchema, traceSchema } from '../../../contracts/apm.schema.ts';
import { pageSchema } from '../../../contracts/common.schema.ts';
import { sparsePageSchema } from '../../../contracts/list.schema.ts';
import { listTraces as listRows, type TraceRow } from '../../../db/traces/read-traces.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readCursor, toPage } from '../../http/cursor.ts';
import { pickFields } from '../../http/pick-fields.ts';
import { toTrace } from './trace-view.ts';

/** Start of a trace in microseconds, and its id. */
const cursorKey = z
  .string()
  .regex(/^\d{1,16}\.[0-9a-f]{32}$/)
  .transform((key) => {
    const [startedAtUs, traceId = ''] = key.split('.');
    return { startedAtUs: Number(startedAtUs), traceId };
  });

/** Recorded traces of the installation. */
export const listTraces = defineEndpoint({
  id: 'listTraces',
  method: 'get',
  path: '/api/v1/apm/traces',
  tag: 'apm',
  summary: 'List traces',
  description: 'A share of all traces is recorded (`TRACES_SAMPLE_RATIO`) and kept for a day at most.',
  auth: 'operator',
  query: listTracesQuerySchema,
  responses: {
    200: {
      description: 'One page, last begun first.',
      schema: pageSchema(traceSchema),
      documented: sparsePageSchema(traceSchema),
    },
  },
  errors: [],
  handle: async ({ deps, query }) => {
    const { limit, minDurationMs = null, error = null, route = null, call = null } = query;
    const before = readCursor(query.cursor, cursorKey);
    const filter = { before, minDurationMs, error, name: route, call, limit: limit + 1 };
    const rows = await listRows(deps.pool, filter);
    const keyOf = (row: TraceRow) => `${row.started_at_us}.${row.trace_id}`;
    return { status: 200, body: toPage(rows, limit, keyOf, toTrace) };
  },
  present: pickFields('data'),
});
