import type { Scalar } from '../../contracts/call-instructions.ts';
import { matchesPattern, type PatternProgram } from './pattern.ts';

/** The comparisons that a flow may make; the same words as routing rules use. */
export const COMPARISONS = [
  'equals',
  'not_equals',
  'contains',
  'starts_with',
  'ends_with',
  'greater_than',
  'less_than',
  'in_list',
  'not_in_list',
] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A closed condition tree: comparisons of a variable, patterns, open calendars, and their groups. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { calendarOpen: string }
  | { variable: string; operator: 'matches_regex'; program: PatternProgram }
  | { variable: string; operator: Comparison; value: Scalar | Scalar[] };

/** What a condition may look at. */
export interface ConditionScene {
  read: (reference: string) => Scalar;
  openCalendars: readonly string[];
}

/** A written number is compared as one: a typed "10.00" is 10. */
function same(value: Scalar, written: Scalar): boolean {
  if (typeof written !== 'number') return String(value) === String(written);
  const pair = numbers(value, written);
  return pair !== null && pair[0] === pair[1];
}

function numbers(left: Scalar, right: Scalar): [number, number] | null {
  const texts = [String(left).trim(), String(right).trim()];
  if (texts.includes('')) return null;
  const [one = Number.NaN, other = Number.NaN] = texts.map(Number);
  return Number.isFinite(one) && Number.isFinite(other) ? [one, other] : null;
}

function compare(left: Scalar, operator: Comparison, right: Scalar | Scalar[]): boolean {
  const list = Array.isArray(right) ? right : [right];
  const one = list[0] ?? '';
  const pair = numbers(left, one);
  switch (operator) {
    case 'equals':
      return same(left, one);
    case 'not_equals':
      return !same(left, one);
    case 'contains':
      return String(left).includes(String(one));
    case 'starts_with':
      return String(left).startsWith(String(one));
    case 'ends_with':
      return String(left).endsWith(String(one));
    case 'greater_than':
      return pair !== null && pair[0] > pair[1];
    case 'less_than':
      return pair !== null && pair[0] < pair[1];
    case 'in_list':
      return list.some((item) => same(left, item));
    case 'not_in_list':
      return !list.some((item) => same(left, item));
  }
}

/**
 * Whether a condition holds. A written number is equal to what is the same number, all else compares as exact text;
 * sizes compare only finite numbers and are false otherwise; an empty `all` holds, an empty `any` does not.
 */
export function holds(condition: Condition, scene: ConditionScene): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, scene));
  if ('any' in condition) return condition.any.some((part) => holds(part, scene));
  if ('not' in condition) return !holds(condition.not, scene);
  if ('calendarOpen' in condition) return scene.openCalendars.includes(condition.calendarOpen);
  if (condition.operator === 'matches_regex') {
    return matchesPattern(condition.program, String(scene.read(condition.variable)));
  }
  return compare(scene.read(condition.variable), condition.operator, condition.value);
}
