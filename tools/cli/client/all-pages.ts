import type { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import type { Given, Operation } from './operation.ts';

/** The most that the API gives in one page. */
const MOST_PER_PAGE = 200;

/** An operation that answers pages. */
export type ListOperation<T, Q extends string> = Operation<
  z.ZodType<{ data: T[]; nextCursor: string | null }>,
  null,
  Q | 'cursor' | 'limit'
>;

/** Up to `count` items of a list, page after page. */
export async function firstItems<T, Q extends string>(
  api: ApiClient,
  operation: ListOperation<T, Q>,
  count: number,
  given: Given<null, Q> = {},
): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages(api, operation, given, () => count - items.length)) {
    items.push(...page);
    if (items.length >= count) break;
  }
  return items;
}

/** The first item of a list that fits, page after page; undefined when none does. */
export async function findItem<T, Q extends string>(
  api: ApiClient,
  operation: ListOperation<T, Q>,
  fits: (item: T) => boolean,
  given: Given<null, Q> = {},
): Promise<T | undefined> {
  for await (const page of pages(api, operation, given, () => MOST_PER_PAGE)) {
    const found = page.find(fits);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A list page after page; `wanted` says how many items are still wanted, of which a page has at most 200. */
export async function* pages<T, Q extends string>(
  api: ApiClient,
  operation: ListOperation<T, Q>,
  given: Given<null, Q>,
  wanted: () => number,
): AsyncGenerator<readonly T[]> {
  for (let cursor: string | undefined; ; ) {
    const limit = Math.min(wanted(), MOST_PER_PAGE);
    // A partial record over a union with a type parameter in it: the compiler does not spread one into the other.
    const query = { ...given.query, limit, cursor } as Given<null, Q | 'cursor' | 'limit'>['query'];
    const page = await api.call(operation, { ...given, query } as Given<null, Q | 'cursor' | 'limit'>);
    yield page.data;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}
