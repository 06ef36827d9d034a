import express, { type Express, type RequestHandler } from 'express';
import { AppError } from '../domain/errors.ts';
import { codecRoutes } from './codec/codec-routes.ts';
import type { ApiDeps } from './deps.ts';
import { docsRoutes } from './docs/docs-routes.ts';
import { ENDPOINTS } from './endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { crossOrigin } from './http/cross-origin.ts';
import { problemHandler } from './http/problem.ts';
import { requestLog } from './http/request-log.ts';
import { requestMetrics } from './http/request-metrics.ts';
import { requestTrace } from './http/request-trace.ts';
import { securityHeaders } from './http/security-headers.ts';
import { pagesRoutes } from './pages/pages-routes.ts';
import { countRefusals } from './webhooks/count-refusals.ts';
import { createRouter } from './router.ts';

/** The whole HTTP application over its parts; listens nowhere by itself. `endpoints` is for tests of the machinery. */
export function createApp(deps: ApiDeps, endpoints: readonly Endpoint[] = ENDPOINTS): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', [...deps.settings.trustedProxies]);
  app.use(below('/temporal-codec', codecRoutes(deps)));
  app.use(requestTrace(endpoints));
  app.use(requestLog(deps.logger));
  app.use(requestMetrics(deps.metrics));
  app.use(securityHeaders(deps.settings.publicUrl));
  app.use(crossOrigin(deps.settings.corsOrigins));
  app.use(createRouter(endpoints, deps));
  app.use(docsRoutes(endpoints));
  app.use(pagesRoutes(deps.settings.publicUrl));
  app.use(() => {
    throw new AppError({ code: 'request.not_found' });
  });
  app.use(countRefusals(deps.webhookState.counters));
  app.use(problemHandler(deps.settings.publicUrl));
  return app;
}

/** Routes that know their whole path, asked only where it begins like this. */
function below(prefix: string, routes: RequestHandler): RequestHandler {
  return (req, res, next) => {
    if (req.path.startsWith(prefix)) routes(req, res, next);
    else next();
  };
}
