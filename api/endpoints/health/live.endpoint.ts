import { livenessSchema } from '../../../contracts/health.schema.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** Whether the process runs at all; asks nothing of anybody. */
export const live = defineEndpoint({
  id: 'live',
  method: 'get',
  path: '/health/live',
  tag: 'health',
  summary: 'Liveness',
  auth: 'none',
  responses: { 200: { description: 'The process runs.', schema: livenessSchema } },
  errors: [],
  handle: async () => ({ status: 200, body: { status: 'up' as const } }),
});
