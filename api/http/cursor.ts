import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';

/** One page of rows by a key; `nextCursor` is null on the last page. */
export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** The key at which a page begins, by its schema; throws `request.bad_cursor` for a cursor that is not one of ours. */
export function readCursor<T extends z.ZodType>(cursor: string | undefined, key: T): z.output<T> | null {
  if (cursor === undefined) return null;
  const parsed = key.safeParse(Buffer.from(cursor, 'base64url').toString());
  if (parsed.success) return parsed.data;
  throw new AppError({ code: 'request.bad_cursor' });
}

/** A page of at most `limit` from `limit + 1` fetched rows: one more row than asked tells that there is a next page. */
export function toPage<R, T>(
  rows: readonly R[],
  limit: number,
  keyOf: (row: R) => string | number,
  map: (row: R) => T,
): Page<T> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    data: kept.map(map),
    nextCursor: hasMore ? Buffer.from(String(keyOf(last))).toString('base64url') : null,
  };
}

/** Key of a list that is sorted by a whole number. */
export const numberCursorKey = z.coerce.number().int().min(0);

/** Where a sorted page begins: the values that its order compares, as the items show them. */
export type Position = readonly [by: unknown, key: unknown];

/** A cursor that only continues the list it was made for: `scope` is everything that decides which rows and in which order. */
export function writePosition(scope: string, position: Position): string {
  return Buffer.from(JSON.stringify([digestOf(scope), ...position])).toString('base64url');
}

/** The position of a cursor; throws `request.bad_cursor` for another list's, another order's, and one edited by hand. */
export function readPosition(
  cursor: string | undefined,
  scope: string,
  kinds: readonly [by: z.ZodType, key: z.ZodType],
): Position | null {
  if (cursor === undefined) return null;
  const parsed = z.tuple([z.literal(digestOf(scope)), ...kinds]).safeParse(parseJson(cursor));
  if (!parsed.success) throw new AppError({ code: 'request.bad_cursor' });
  const [, by, key] = parsed.data;
  return [by, key];
}

function digestOf(scope: string): string {
  return createHash('sha256').update(scope).digest('base64url').slice(0, 8);
}

function parseJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}
