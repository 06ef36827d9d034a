import type { RequestHandler } from 'express';
import { Histogram, type Registry } from 'prom-client';

/** Times every request by operation id, method and status; ids and addresses never become labels. */
export function requestMetrics(registry: Registry): RequestHandler {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer.',
    labelNames: ['operation', 'method', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  return (req, res, next) => {
    const stop = duration.startTimer();
    res.once('finish', () => {
      const operation = typeof res.locals.endpointId === 'string' ? res.locals.endpointId : 'none';
      stop({ operation, method: req.method, status: String(res.statusCode) });
    });
    next();
  };
}
