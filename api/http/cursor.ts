import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';

/** One page of rows by a key; `nextCursor` is null on the last page. */
export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** The key at which a page begins, by its schema; throws `request.not_valid` for a cursor that is not one of ours. */
export function readCursor<T extends z.ZodType>(cursor: string | undefined, key: T): z.output<T> | null {
  if (cursor === undefined) return null;
  const parsed = key.safeParse(Buffer.from(cursor, 'base64url').toString());
  if (parsed.success) return parsed.data;
  throw new AppError({
    code: 'request.not_valid',
    errors: [{ pointer: '/query/cursor', code: 'format', message: 'This is no cursor of this list.' }],
  });
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

/** Key of a list that is sorted by uuid. */
export const uuidCursorKey = z.uuid();

/** Key of a list that is sorted by a whole number. */
export const numberCursorKey = z.coerce.number().int().min(0);
