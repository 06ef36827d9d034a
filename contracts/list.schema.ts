import { z } from 'zod';
import { pageQuerySchema } from './common.schema.ts';

/** `name` for ascending and `-name` for descending, of each. */
export type SortOf<S extends string> = S | `-${S}`;

/** Query of a list: one page, its order, the members of its items, and filters, all of which must hold. */
export function listQuerySchema<S extends string, F extends z.ZodRawShape>(
  item: z.ZodObject,
  sorts: readonly S[],
  first: SortOf<S>,
  filters: F,
) {
  const orders = sorts.flatMap((name): SortOf<S>[] => [name, `-${name}`]);
  return pageQuerySchema.extend({
    sort: z
      .enum(orders as [SortOf<S>, ...SortOf<S>[]])
      .default(first as never)
      .meta({ description: 'What to sort by; with `-` the greatest first.' }),
    ...fieldsOf(item),
    ...filters,
  });
}

/** The query parameter by which a caller asks for some members of the items alone. */
export function fieldsOf(item: z.ZodObject) {
  return { fields: fieldsSchema(Object.keys(item.shape)) };
}

/** Names of members of an item, separated by commas. */
function fieldsSchema(names: readonly string[]) {
  const known = new Set(names);
  return z
    .string()
    .min(1)
    .max(1_000)
    .superRefine((text, context) => {
      for (const name of text.split(',').filter((one) => !known.has(one)))
        context.addIssue({
          code: 'custom',
          message: `There is no field ${JSON.stringify(name.slice(0, 50))}.`,
        });
    })
    .optional()
    .meta({
      description: `Members of the items to answer with, separated by commas; all unless told: ${names.join(', ')}.`,
      example: names.slice(0, 2).join(','),
    });
}

/** A page whose items have the members that `fields` named. */
export function sparsePageSchema(item: z.ZodObject) {
  return z.object({ data: sparseArraySchema(item), nextCursor: z.string().nullable() });
}

/** Items that have the members that `fields` named. */
export function sparseArraySchema(item: z.ZodObject) {
  const id = z.globalRegistry.get(item)?.id;
  const some = item.partial().meta({
    ...(id !== undefined && { id: `Sparse${id}` }),
    description: 'The members that `fields` named.',
  });
  return z.array(z.union([item, some]));
}
