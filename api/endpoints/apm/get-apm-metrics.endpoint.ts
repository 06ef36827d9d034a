import { apmMetricsQuerySchema, apmMetricsSchema } from '../../../contracts/apm.schema.ts';
import { readFigures } from '../../../db/traces/read-traces.ts';
import { defineEndpoint } from '../../endpoint.ts';

const MINUTE_MS = 60_000;

/** Rate, errors and latency of the whole installation, worked out from the recorded share of traces. */
export const getApmMetrics = defineEndpoint({
  id: 'getApmMetrics',
  method: 'get',
  path: '/api/v1/apm/metrics',
  tag: 'apm',
  summary: 'Get figures of the application',
  description:
    'By path, task queue, workflow type (of its activities), activity and request to a provider. Rates are estimates; exact counts of one process are at `/metrics`.',
  auth: 'operator',
  query: apmMetricsQuerySchema,
  responses: {
    200: { description: 'The figures, the busiest of each group first.', schema: apmMetricsSchema },
  },
  errors: [],
  handle: async ({ deps, query }) => {
    const { minutes, group = null } = query;
    const { traceSampleRatio: sampleRatio } = deps.settings;
    const toMs = deps.clock.wallMs();
    const rows = await readFigures(deps.pool, { minutes, group });
    const figures = rows.map(({ sampled, errors, p50, p95, p99, max, ...named }) => ({
      ...named,
      sampled,
      perMinute: sampleRatio > 0 ? sampled / sampleRatio / minutes : 0,
      errorRatio: errors / sampled,
      latencyMs: { p50, p95, p99, max },
    }));
    const [from, to] = [toMs - minutes * MINUTE_MS, toMs].map((ms) => new Date(ms).toISOString());
    return { status: 200, body: { from: from ?? '', to: to ?? '', sampleRatio, figures } };
  },
});
