import { KEYS } from '../../../contracts/call-instructions.ts';
import type { ConditionDraft } from '../../../contracts/ivr-nodes/condition.schema.ts';
import type { StudioCondition, StudioState } from './studio-flow.ts';
import type { StudioNames } from './studio-names.ts';

type Comparison = (variable: string, value: string) => ConditionDraft;

/** Studio's comparisons in our words. */
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  equal_to: (variable, value) => ({ variable, operator: 'equals', value }),
  not_equal_to: (variable, value) => ({ variable, operator: 'not_equals', value }),
  contains: (variable, value) => ({ variable, operator: 'contains', value }),
  does_not_contain: (variable, value) => ({ not: { variable, operator: 'contains', value } }),
  starts_with: (variable, value) => ({ variable, operator: 'starts_with', value }),
  does_not_start_with: (variable, value) => ({ not: { variable, operator: 'starts_with', value } }),
  less_than: (variable, value) => ({ variable, operator: 'less_than', value }),
  greater_than: (variable, value) => ({ variable, operator: 'greater_than', value }),
  is_blank: (variable) => ({ variable, operator: 'equals', value: '' }),
  is_not_blank: (variable) => ({ variable, operator: 'not_equals', value: '' }),
  regex: (variable, value) => ({ variable, operator: 'matches_regex', value }),
  matches_any_of: (variable, value) => ({ variable, operator: 'in_list', value: listOf(value) }),
  does_not_match_any_of: (variable, value) => ({ variable, operator: 'not_in_list', value: listOf(value) }),
};

function listOf(value: string): string[] {
  return value.split(',').map((item) => item.trim());
}

/** A condition in our words; null when its comparison or what it looks at has no counterpart. */
export function ourCondition(
  { type, value, arguments: [looked = ''] }: StudioCondition,
  names: StudioNames,
): ConditionDraft | null {
  const compare = Object.hasOwn(COMPARISONS, type) ? COMPARISONS[type] : undefined;
  const variable = names.reference(looked);
  return compare && variable !== null ? compare(variable, value) : null;
}

/** One key and where it leads. */
export interface KeyChoice {
  key: (typeof KEYS)[number];
  next: string | undefined;
}

/** The choices of a split that only compares the key pressed in `widget` with single keys; null for any other split. */
export function keyChoices(split: StudioState, widget: string): KeyChoice[] | null {
  const choices = split.transitions
    .filter(({ event }) => event === 'match')
    .flatMap(({ next, conditions }) => {
      const [condition] = conditions;
      const isPressed = condition?.arguments[0]?.includes(`widgets.${widget}.Digits`) === true;
      const key = KEYS.find((one) => one === condition?.value);
      const isKey =
        conditions.length === 1 && condition?.type === 'equal_to' && isPressed && key !== undefined;
      return isKey ? [{ key, next }] : [null];
    });
  const known = choices.filter((choice) => choice !== null);
  const isSound =
    known.length === choices.length && new Set(known.map(({ key }) => key)).size === known.length;
  return isSound && known.length > 0 ? known : null;
}
