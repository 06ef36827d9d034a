import { defineEndpoint } from '../../endpoint.ts';

/** Metrics of this process for Prometheus; labels hold no ids. */
export const metrics = defineEndpoint({
  id: 'metrics',
  method: 'get',
  path: '/metrics',
  tag: 'health',
  summary: 'Prometheus exposition',
  auth: 'none',
  responses: { 200: { description: 'Text exposition format.', mediaType: 'text/plain' } },
  errors: [],
  handle: async ({ deps }) => ({ status: 200, body: await deps.metrics.metrics() }),
});
