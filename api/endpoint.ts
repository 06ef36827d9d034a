import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { ErrorCode } from '../contracts/codes.ts';
import type { ReadStatement } from '../db/read-in-org.ts';
import type { Operator, Person, Principal } from './auth/principal.ts';
import type { ApiDeps, Tx } from './deps.ts';
import type { ReplyOf, ResponseSpecs } from './http/reply.ts';

/**
 * Who may call: anybody; `user` a person, or an API key with the operation's scope, whose role the permissions table
 * allows; `person` the same without API keys, for what concerns one's own account; `operator` who runs the
 * installation; `signed` a carrier by its signature.
 */
export type AuthKind = 'none' | 'user' | 'person' | 'operator' | 'signed';

/** The principal that a kind of authentication gives. */
export interface PrincipalOf {
  readonly none: null;
  readonly user: Principal;
  readonly person: Person;
  readonly operator: Operator;
  readonly signed: null;
}

/** A body that the handler reads from the request by itself; only documented here. */
export interface RawBody {
  readonly description: string;
  readonly mediaTypes: readonly string[];
  readonly schema: z.ZodType;
}

/** What an API key may be allowed: a group of operations, to read or to write. */
export type Scope = `${string}:read` | `${string}:write`;

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** What a handler works with: the parsed request, who asks, and the parts of the process. */
export interface EndpointContext<A extends AuthKind, P, Q, B> {
  readonly deps: ApiDeps;
  readonly req: Request;
  readonly res: Response;
  readonly requestId: string;
  readonly principal: PrincipalOf[A];
  readonly params: Parsed<P>;
  readonly query: Parsed<Q>;
  readonly body: Parsed<B>;
  /** Runs in a transaction of the caller's organization; all calls of a request with an Idempotency-Key share one. */
  readonly inOrg: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Runs in a transaction that is in no organization, for operators; with an Idempotency-Key all calls share one. */
  readonly inInstallation: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /**
   * The rows of one statement that only reads: the same transaction in one round trip, for what needs no more. That of an
   * operator is in no organization.
   */
  readonly read: <R extends object>(statement: ReadStatement) => Promise<R[]>;
  /** Runs once what this request wrote is committed. */
  readonly afterCommit: (effect: () => Promise<void>) => void;
}

/** An HTTP operation as a value: router, OpenAPI document and tests are all made from it. */
export interface EndpointInit<
  A extends AuthKind,
  P extends z.ZodObject | undefined,
  Q extends z.ZodObject | undefined,
  B extends z.ZodType | undefined,
  R extends ResponseSpecs,
> {
  /** Operation id: a verb phrase, permanent. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Path with `{name}` parameters, as in OpenAPI. */
  readonly path: `/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly auth: A;
  /** What an API key needs; `<tag>:read` for a GET and `<tag>:write` for the rest unless told. */
  readonly scope?: Scope;
  /** Whether `Idempotency-Key` is honoured: same key and body, same answer for 24 h. */
  readonly idempotent?: boolean;
  /** `in_steps`: it writes elsewhere between transactions of its own, and repeating it is harmless; `at_once` unless told. */
  readonly commits?: 'at_once' | 'in_steps';
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly rawBody?: RawBody;
  readonly responses: R;
  /** Codes beyond those that follow from auth, body and parameters by themselves. */
  readonly errors: readonly ErrorCode[];
  readonly handle: (context: EndpointContext<A, P, Q, B>) => Promise<ReplyOf<NoInfer<R>>>;
  /** What of a checked body goes out, as the query asks. */
  readonly present?: (body: unknown, query: unknown) => unknown;
}

/** The untyped view of an endpoint that router, document and tests share. */
export interface Endpoint {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly auth: AuthKind;
  /** What an API key needs; null where no API key may call. */
  readonly scope: Scope | null;
  readonly idempotent: boolean;
  readonly commits: 'at_once' | 'in_steps';
  readonly params: z.ZodObject | undefined;
  readonly query: z.ZodObject | undefined;
  readonly body: z.ZodType | undefined;
  readonly rawBody: RawBody | undefined;
  readonly responses: ResponseSpecs;
  readonly errors: readonly ErrorCode[];
  readonly handle: (context: never) => Promise<Reply>;
  /** What of a checked body goes out, as the query asks. */
  readonly present?: (body: unknown, query: unknown) => unknown;
}

/** An answer before it is written. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Makes an endpoint value; types tie the handler to its schemas and to its declared answers. */
export function defineEndpoint<
  const A extends AuthKind,
  const R extends ResponseSpecs,
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(init: EndpointInit<A, P, Q, B, R>): Endpoint {
  return {
    ...init,
    description: init.description,
    scope: init.auth === 'user' ? (init.scope ?? scopeOf(init.tag, init.method)) : null,
    idempotent: init.idempotent ?? false,
    commits: init.commits ?? 'at_once',
    params: init.params,
    // A carrier may add to its own addresses; of anybody else a parameter that is not known is a mistake.
    query: init.auth === 'signed' ? init.query : init.query?.strict(),
    body: init.body,
    rawBody: init.rawBody,
  };
}

function scopeOf(tag: string, method: Endpoint['method']): Scope {
  return `${tag}:${method === 'get' ? 'read' : 'write'}`;
}
