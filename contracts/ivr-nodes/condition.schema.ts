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
    error: `Not an operator of a flow: use ${ONE_VALUE.join(', ')}, in_list, not_in_list or matches_regex.`,
  }),
  value: scalarSchema,
});

/** A regular expression of RE2, found anywhere in the value unless `^` and `$` tie it to the ends. */
const patternSchema = z.strictObject({
  variable: referenceSchema,
  operator: z.literal('matches_regex'),
  value: z.string().min(1).max(200),
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
  patternSchema,
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
  | { variable: string; operator: 'matches_regex'; value: string }
  | { calendarOpen: string }
  | { all: ConditionDraft[] }
  | { any: ConditionDraft[] }
  | { not: ConditionDraft };
