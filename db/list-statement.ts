import type { ReadStatement } from './read-in-org.ts';

/** A condition of a list: always there, or with the value for its `$`, and then only where the value is given. */
export type ListCondition = string | readonly [sql: string, value: unknown];

/** One page of rows in an order that no two rows share. */
export interface ListPart {
  /** SELECT … FROM … without WHERE. */
  readonly select: string;
  readonly where: readonly ListCondition[];
  /** What to sort by, never null. */
  readonly by: string;
  /** What tells rows apart that are equal in `by`; the same text where `by` does. */
  readonly key: string;
  readonly isDescending: boolean;
  /** The values of `by` and `key` of the last row of the page before. */
  readonly after: readonly [by: unknown, key: unknown] | null;
  readonly limit: number;
}

/** With more conditions than these a statement is rare, and a connection need not remember it. */
const MOST_NAMED = 2;

/**
 * The statement of a page. What is not asked for is not in its text, so that each shape is planned for itself; shapes of
 * few conditions have a name, `name` with their text's own mark.
 */
export function listStatement(name: string, part: ListPart): ReadStatement {
  const { select, by, key, isDescending, after, limit } = part;
  const values: unknown[] = [];
  const add = (value: unknown): string => `$${values.push(value)}`;
  const given = part.where.filter((one) => typeof one === 'string' || one[1] !== undefined);
  const conditions = given.map((one) =>
    typeof one === 'string' ? one : one[0].replaceAll(/\$(?!\d)/g, () => add(one[1])),
  );
  const sign = isDescending ? '<' : '>';
  if (after && by === key) conditions.push(`${key} ${sign} ${add(after[1])}`);
  if (after && by !== key) conditions.push(`(${by}, ${key}) ${sign} (${add(after[0])}, ${add(after[1])})`);
  const direction = isDescending ? 'DESC' : 'ASC';
  const order = by === key ? `${key} ${direction}` : `${by} ${direction}, ${key} ${direction}`;
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const text = `${select}${where} ORDER BY ${order} LIMIT ${add(limit)}`;
  if (conditions.length > MOST_NAMED) return { text, values };
  return { name: `${name}_${mark(text)}`, text, values };
}

/** Marks of texts; there are as many as shapes. */
const marks = new Map<string, number>();

function mark(text: string): number {
  const known = marks.get(text) ?? marks.size;
  marks.set(text, known);
  return known;
}
