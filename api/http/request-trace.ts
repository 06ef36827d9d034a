import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { RequestHandler, Request, Response } from 'express';
import { beginTrace } from '../../runtime/trace.ts';
import type { Endpoint } from '../endpoint.ts';

/** Probes and scrapes: nobody asks how they went. */
const UNTRACED = /^\/(health|metrics)\b/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Begins a trace with each request that chance chooses, named by its operation's path. A trace that a caller brings
 * along is not taken up: callers do not decide what is recorded.
 */
export function requestTrace(endpoints: readonly Endpoint[]): RequestHandler {
  const paths = new Map(endpoints.map(({ id, path }) => [id, path]));
  return (req, res, next) => {
    const span = UNTRACED.test(req.path) ? null : beginTrace(req.method, SpanKind.SERVER);
    if (!span) return next();
    res.once('close', () => end(span, paths, req, res));
    context.with(trace.setSpan(context.active(), span), next);
  };
}

/** Says whose request it is that is recorded, where one is. */
export function traceOrganization(orgId: string): void {
  trace.getActiveSpan()?.setAttribute('evercall.org_id', orgId);
}

function end(span: Span, paths: ReadonlyMap<string, string>, req: Request, res: Response): void {
  const operation = typeof res.locals.endpointId === 'string' ? res.locals.endpointId : 'none';
  const route = paths.get(operation) ?? 'none';
  // What the links of a call's webhooks name: the attempt, or the inbound call.
  const call = [req.query.a, req.query.c].find((id) => typeof id === 'string' && UUID.test(id));
  span.updateName(`${req.method} ${route}`);
  span.setAttributes({
    'http.request.method': req.method,
    'http.route': route,
    'http.response.status_code': res.statusCode,
    'evercall.operation': operation,
    ...(typeof call === 'string' && { 'evercall.call_id': call }),
  });
  if (res.statusCode >= 500 || !res.writableFinished) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
