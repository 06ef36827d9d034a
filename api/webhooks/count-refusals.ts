import type { ErrorRequestHandler } from 'express';
import { asAppError } from '../http/problem.ts';
import type { WebhookCounters } from './webhook-counters.ts';

/** Counts every webhook that is answered with a problem; nothing else of it is kept. */
export function countRefusals(counters: WebhookCounters): ErrorRequestHandler {
  return (thrown: unknown, _req, res, next) => {
    const webhook: unknown = res.locals.endpointId;
    if (typeof webhook === 'string' && webhook.endsWith('Webhook')) {
      counters.refused.inc({ webhook, code: asAppError(thrown).code });
    }
    next(thrown);
  };
}
