import { traceDetailSchema, traceParamsSchema } from '../../../contracts/apm.schema.ts';
import { readTrace } from '../../../db/traces/read-traces.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { toTraceDetail } from './trace-view.ts';

/** One recorded trace, from the request that began it to the provider that it ended at. */
export const getTrace = defineEndpoint({
  id: 'getTrace',
  method: 'get',
  path: '/api/v1/apm/traces/{id}',
  tag: 'apm',
  summary: 'Get one trace with its spans',
  auth: 'operator',
  params: traceParamsSchema,
  responses: { 200: { description: 'The trace.', schema: traceDetailSchema } },
  errors: ['trace.not_found'],
  handle: async ({ deps, params }) => {
    const found = await readTrace(deps.pool, params.id.replaceAll('-', ''));
    if (!found) throw new AppError({ code: 'trace.not_found' });
    return { status: 200, body: toTraceDetail(found) };
  },
});
