import { z } from 'zod';
import { codeSchema, referenceSchema, scalarSchema } from './parts.schema.ts';

const ONE_VALUE = [
  'equals',
  'not_equals',
  'contains',
  'starts_with',
  'ends_with',
  'greater_than',
  'less_than',
] as const;

const comparisonSchema = z.strictObject({
  variable: referenceSchema,
  operator: z.enum(ONE_VALUE, {
    error: ({ input }) =>
      input === 'matches_regex'
        ? 'matches_regex is not offered in flows yet: use contains, starts_with, ends_with or in_list.'
        : `Not an operator of a flow: use ${ONE_VALUE.join(', ')}, in_list or not_in_list.`,
  }),
  value: scalarSchema,
});

const listSchema = z.strictObject({
  variable: referenceSchema,
  operator: z.enum(['in_list', 'not_in_list']),
  value: z.array(scalarSchema).min(1).max(100),
});

/** A closed condition tree; `all` and `any` group, `not` inverts, `calendarOpen` asks for business hours. */
export const conditionSchema = z.union([
  comparisonSchema,
  listSchema,
  z.strictObject({ calendarOpen: codeSchema }),
  z.strictObject({
    get all() {
      return z.array(conditionSchema).min(1).max(20);
    },
  }),
  z.strictObject({
    get any() {
      return z.array(conditionSchema).min(1).max(20);
    },
  }),
  z.strictObject({
    get not() {
      return conditionSchema;
    },
  }),
]) as z.ZodType<ConditionDraft>;

type ScalarDraft = string | number | boolean;

/** A condition as it is written in a flow. */
export type ConditionDraft =
  | { variable: string; operator: (typeof ONE_VALUE)[number]; value: ScalarDraft }
  | { variable: string; operator: 'in_list' | 'not_in_list'; value: ScalarDraft[] }
  | { calendarOpen: string }
  | { all: ConditionDraft[] }
  | { any: ConditionDraft[] }
  | { not: ConditionDraft };
