import express, { type RequestHandler, type Router } from 'express';
import { AppError } from '../domain/errors.ts';
import type { ApiDeps } from './deps.ts';
import type { Endpoint } from './endpoint.ts';
import { invoke } from './http/invoke.ts';
import { refuseAmbiguous } from './http/refuse-ambiguous.ts';

/** Largest JSON body in bytes; a flow of 500 nodes with three languages fits. */
const JSON_LIMIT_BYTES = 1_048_576;

/** Largest form of a carrier's webhook in bytes; a real one has some 2,000. */
const FORM_LIMIT_BYTES = 65_536;

/**
 * Express routes of all endpoints; a known path with another method answers 405 with Allow. Routes are tried one after
 * another, so each group of paths has a router of its own, found by name.
 */
export function createRouter(endpoints: readonly Endpoint[], deps: ApiDeps): RequestHandler {
  const groups = new Map<string, Router>();
  for (const [group, members] of Map.groupBy(endpoints, ({ path }) => groupOf(path)))
    groups.set(group, groupRouter(members, deps));
  return (req, res, next) => {
    const router = groups.get(groupOf(req.path));
    if (router) router(req, res, next);
    else next();
  };
}

/** The group of a path: `contacts` of `/api/v1/contacts/{id}`, `health` of `/health/live`. */
function groupOf(path: string): string {
  const [, first = '', , third = ''] = path.split('/', 4);
  return first === 'api' ? third : first;
}

function groupRouter(endpoints: readonly Endpoint[], deps: ApiDeps): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const json = express.json({
    limit: JSON_LIMIT_BYTES,
    type: 'json',
    verify: (_req, _res, bytes, charset) => refuseAmbiguous(bytes, charset),
  });
  const form = express.raw({ limit: FORM_LIMIT_BYTES, type: () => true });
  for (const endpoint of endpoints) {
    const parsers = endpoint.body ? [json] : endpoint.auth === 'signed' ? [form] : [];
    const path = expressPath(endpoint.path);
    // Named before the body is read: logs and metrics must not hold the ids of a path.
    if (parsers.length > 0) router[endpoint.method](path, remember(endpoint), ...parsers);
    router[endpoint.method](path, (req, res) => {
      res.locals.endpointId = endpoint.id;
      // Nobody on the way keeps what is one organization's, or a secret.
      res.setHeader('Cache-Control', 'no-store');
      return invoke(endpoint, deps, req, res);
    });
  }
  for (const [path, methods] of methodsByPath(endpoints)) {
    router.all(path, (_req, res) => {
      res.setHeader('Allow', methods.join(', '));
      throw new AppError({ code: 'request.method_not_allowed' });
    });
  }
  return router;
}

function remember(endpoint: Endpoint): RequestHandler {
  return (_req, res, next) => {
    res.locals.endpointId = endpoint.id;
    next();
  };
}

/** `/campaigns/{id}` as Express writes it: `/campaigns/:id`. */
function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function methodsByPath(endpoints: readonly Endpoint[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of endpoints) {
    const known = methods.get(expressPath(path)) ?? [];
    methods.set(expressPath(path), [...known, method.toUpperCase()]);
  }
  return methods;
}
