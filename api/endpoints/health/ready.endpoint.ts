import { readinessSchema } from '../../../contracts/health.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { readiness } from '../../health/readiness.ts';

/** Whether the process should get traffic: every dependency answers and nobody has asked it to stop. */
export const ready = defineEndpoint({
  id: 'ready',
  method: 'get',
  path: '/health/ready',
  tag: 'health',
  summary: 'Readiness: every dependency with its answer time',
  auth: 'none',
  responses: {
    200: { description: 'It can serve.', schema: readinessSchema },
    503: { description: 'A dependency is down, or the process is draining.', schema: readinessSchema },
  },
  errors: [],
  handle: async ({ deps }) => {
    const body = await readiness(deps);
    return { status: body.status === 'up' ? 200 : 503, body };
  },
});
