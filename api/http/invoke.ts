import type { Request, Response } from 'express';
import type { ReadStatement } from '../../db/read-in-org.ts';
import { NO_ORGANIZATION } from '../../db/tenant.ts';
import { AppError } from '../../domain/errors.ts';
import { authenticate } from '../auth/authenticate.ts';
import { refuseUnlessAllowed } from '../auth/permissions.ts';
import { actorIdOf, type Operator, type Principal } from '../auth/principal.ts';
import type { ApiDeps, Tx } from '../deps.ts';
import type { Endpoint, Reply } from '../endpoint.ts';
import { onceByKey, onceByKeyInSteps } from './idempotency.ts';
import type { KeyOwner } from './idempotency-rows.ts';
import { jsonBody, parsePart } from './parse.ts';
import { requestIdOf } from './request-log.ts';
import { traceOrganization } from './request-trace.ts';
import { writeReply } from './write-reply.ts';

/** One request of an endpoint: who, parse once, act (by its key where it has one), commit, effects, answer. */
export async function invoke(endpoint: Endpoint, deps: ApiDeps, req: Request, res: Response): Promise<void> {
  const principal = await admit(endpoint, deps, req, res);
  const parsed = {
    // A carrier's address is no request of a caller: one that names nobody is unknown, whatever it looks like.
    params:
      endpoint.params && endpoint.auth !== 'signed' && parsePart(req, endpoint.params, req.params, '/path'),
    query: endpoint.query && parsePart(req, endpoint.query, req.query, '/query'),
    body: endpoint.body && parsePart(req, endpoint.body, jsonBody(req), ''),
  };
  const effects: (() => Promise<void>)[] = [];
  const act = (tx: Tx | undefined): Promise<Reply> =>
    endpoint.handle({
      ...parsed,
      deps,
      req,
      res,
      principal,
      requestId: requestIdOf(req),
      inOrg: <T>(work: (tx: Tx) => Promise<T>) => runInOrg(deps, principal, tx, work),
      inInstallation: <T>(work: (tx: Tx) => Promise<T>) =>
        tx ? work(tx) : deps.inOrg(NO_ORGANIZATION, work),
      read: <R extends object>(statement: ReadStatement) => readRows<R>(deps, principal, tx, statement),
      afterCommit: (effect: () => Promise<void>) => void effects.push(effect),
    } as never);

  const reply = await withKey(endpoint, deps, req, principal, parsed.body, act);
  for (const effect of effects) await effect();
  writeReply(endpoint, reply, res, { check: deps.settings.checkReplies, query: parsed.query });
}

/** The principal of a request by its credential, role and scope; null where the endpoint asks for none. */
async function admit(
  endpoint: Endpoint,
  deps: ApiDeps,
  req: Request,
  res: Response,
): Promise<Principal | Operator | null> {
  if (endpoint.auth === 'none' || endpoint.auth === 'signed') return null;
  const principal = await authenticate(deps, req);
  if (principal.kind !== 'operator') traceOrganization(principal.orgId);
  const subject = principal.kind === 'operator' ? principal.operatorId : actorIdOf(principal);
  const orgId = principal.kind === 'operator' ? undefined : principal.orgId;
  req.asker = { ...(orgId !== undefined && { orgId }), actorKind: principal.kind, actorId: subject };
  await deps.requestLimiter.count(subject, res);
  refuseUnlessAllowed(endpoint, principal);
  return principal;
}

async function withKey(
  endpoint: Endpoint,
  deps: ApiDeps,
  req: Request,
  principal: Principal | Operator | null,
  body: unknown,
  act: (tx: Tx | undefined) => Promise<Reply>,
): Promise<Reply> {
  const key = endpoint.idempotent ? req.get('idempotency-key') : undefined;
  if (key === undefined || !principal) return act(undefined);
  const owner: KeyOwner =
    principal.kind === 'operator'
      ? { kind: 'operator', id: principal.operatorId }
      : { kind: 'organization', id: principal.orgId };
  const request = { owner, key, methodPath: `${req.method} ${req.path}`, body };
  const inTx = <T>(work: (tx: Tx) => Promise<T>) =>
    deps.inOrg(owner.kind === 'operator' ? NO_ORGANIZATION : owner.id, work);
  if (endpoint.commits === 'in_steps') return onceByKeyInSteps(inTx, request, () => act(undefined));
  return inTx((tx) => onceByKey(tx, request, () => act(tx)));
}

function runInOrg<T>(
  deps: ApiDeps,
  principal: Principal | Operator | null,
  tx: Tx | undefined,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return tx ? work(tx) : deps.inOrg(orgOf(principal), work);
}

async function readRows<R extends object>(
  deps: ApiDeps,
  principal: Principal | Operator | null,
  tx: Tx | undefined,
  statement: ReadStatement,
): Promise<R[]> {
  if (!tx && principal?.kind !== 'operator') return deps.readInOrg<R>(orgOf(principal), statement);
  return (await (tx ?? deps.pool).query<R>({ ...statement, values: [...statement.values] })).rows;
}

function orgOf(principal: Principal | Operator | null): string {
  if (!principal || principal.kind === 'operator')
    throw new AppError({ code: 'internal.unexpected', message: 'No organization without a principal.' });
  return principal.orgId;
}
