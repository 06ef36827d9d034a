import type { z } from 'zod';
import type { ErrorCode } from '../contracts/codes.ts';
import { pageSchema } from '../contracts/common.schema.ts';
import { listQuerySchema, type SortOf, sparsePageSchema } from '../contracts/list.schema.ts';
import { type ListCondition, type ListPart, listStatement } from '../db/list-statement.ts';
import type { Principal } from './auth/principal.ts';
import { defineEndpoint, type Endpoint, type EndpointContext, type Scope } from './endpoint.ts';
import { pickFields } from './http/pick-fields.ts';
import { type Position, readPosition, writePosition } from './http/cursor.ts';

/** A list of rows as a value: what is in it, how it may be sorted and filtered, and how a row becomes an item. */
export interface ListInit<
  P extends z.ZodObject | undefined,
  I extends z.ZodObject,
  S extends string,
  F extends z.ZodRawShape,
  R extends object,
> {
  readonly id: string;
  readonly path: `/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** `person` keeps API keys out; `user` unless told. Lists of an `operator` have no principal. */
  readonly auth?: 'user' | 'person' | 'operator';
  readonly scope?: Scope;
  readonly params?: P;
  readonly item: I;
  /** SELECT … FROM … without WHERE; left out where `rows` has its own. */
  readonly select?: string;
  /** Reads a page where more than one statement is due, or one of another form. */
  readonly rows?: (context: EndpointContext<'user', P, undefined, undefined>, part: ListPart) => Promise<R[]>;
  /** Tells rows apart: the SQL of a unique member of the items, and that member. */
  readonly key: readonly [sql: string, member: keyof z.input<I> & string];
  /** Members that the list can be sorted by, with their SQL, which is never null and no finer than the member shows. */
  readonly sorts: Readonly<Record<S, string>>;
  /** The order that is used unless told. */
  readonly sort: NoInfer<SortOf<S>>;
  readonly filters?: F;
  /** The conditions of a request; those whose value is undefined are left out. */
  readonly where?: (asked: {
    readonly query: z.output<z.ZodObject<F>>;
    readonly params: P extends z.ZodType ? z.output<P> : undefined;
    readonly principal: Principal;
  }) => readonly ListCondition[];
  readonly errors?: readonly ErrorCode[];
  /** What must hold before anything is listed. */
  readonly before?: (context: EndpointContext<'user', P, undefined, undefined>) => Promise<void>;
  readonly toItem: (row: R, principal: Principal) => z.input<I>;
}

/**
 * Makes the endpoint of a list: pages by keyset in one statement, `sort`, `fields` and the filters. A cursor continues
 * the list with the same order and filters; another one is `request.bad_cursor`.
 */
export function defineList<
  R extends object,
  I extends z.ZodObject,
  const S extends string,
  P extends z.ZodObject | undefined = undefined,
  F extends z.ZodRawShape = NoFilters,
>(init: ListInit<P, I, S, F, R>): Endpoint {
  const { id, path, tag, summary, description, scope, item } = init;
  const query = listQuerySchema(item, Object.keys(init.sorts) as S[], init.sort, init.filters ?? ({} as F));
  return defineEndpoint({
    id,
    method: 'get',
    path,
    tag,
    summary,
    ...(description !== undefined && { description }),
    ...(scope !== undefined && { scope }),
    auth: init.auth ?? 'user',
    ...(init.params && { params: init.params }),
    query: query,
    responses: {
      200: { description: 'One page.', schema: pageSchema(item), documented: sparsePageSchema(item) },
    },
    errors: init.errors ?? [],
    handle: async (context) => {
      const { read, principal } = context;
      const asked = context.query as ListQuery;
      await init.before?.(context as never);
      const order = orderOf(init, asked.sort);
      const mark = scopeOf(id, context.params, asked);
      const after = readPosition(asked.cursor, mark, [
        memberOf(item, order.member),
        memberOf(item, init.key[1]),
      ]);
      const where = init.where?.({ query: asked, params: context.params, principal } as never) ?? [];
      const limit = asked.limit + 1;
      const part = { ...order, select: init.select ?? '', key: init.key[0], where, after, limit };
      const rows = await (init.rows?.(context as never, part) ?? read<R>(listStatement(id, part)));
      const items = rows.slice(0, asked.limit).map((row) => init.toItem(row, principal as Principal));
      const last = rows.length > asked.limit ? items.at(-1) : undefined;
      const nextCursor = last ? writePosition(mark, positionOf(last, order.member, init.key[1])) : null;
      return { status: 200, body: { data: items, nextCursor } };
    },
    present: pickFields('data'),
  });
}

type NoFilters = Record<string, never>;

type ListQuery = { limit: number; cursor?: string; sort: string; fields?: string } & Record<string, unknown>;

interface Sorted {
  readonly sorts: Readonly<Record<string, string>>;
  readonly key: readonly [sql: string, member: string];
}

/** What to sort by, and the member that holds its value: where that is the key, the key's own. */
function orderOf({ sorts, key }: Sorted, sort: string) {
  const name = sort.replace(/^-/, '');
  const by = sorts[name] as string;
  return { by, member: by === key[0] ? key[1] : name, isDescending: sort.startsWith('-') };
}

/** What decides which rows come in which order; the length of pages and their members may change on the way. */
function scopeOf(id: string, params: unknown, query: ListQuery): string {
  const deciding = Object.entries(query).filter(([name]) => !PAGING.has(name));
  return JSON.stringify([id, params ?? null, deciding.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

const PAGING: ReadonlySet<string> = new Set(['limit', 'cursor', 'fields']);

function memberOf(item: z.ZodObject, name: string): z.ZodType {
  return item.shape[name] as z.ZodType;
}

function positionOf(last: object, member: string, key: string): Position {
  const members = last as Record<string, unknown>;
  return [members[member], members[key]];
}
