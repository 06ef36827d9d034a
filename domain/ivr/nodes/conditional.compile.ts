import type { ConditionDraft } from '../../../contracts/ivr-nodes/condition.schema.ts';
import type { Condition } from '../condition.ts';
import type { CompileTools, NodeCompiler } from './node-compile.types.ts';

type Path = (string | number)[];

function compileCondition(draft: ConditionDraft, path: Path, tools: CompileTools): Condition {
  const inner = (parts: ConditionDraft[], name: string) =>
    parts.map((part, index) => compileCondition(part, [...path, name, index], tools));
  if ('all' in draft) return { all: inner(draft.all, 'all') };
  if ('any' in draft) return { any: inner(draft.any, 'any') };
  if ('not' in draft) return { not: compileCondition(draft.not, [...path, 'not'], tools) };
  if ('calendarOpen' in draft) {
    return { calendarOpen: tools.calendar(draft.calendarOpen, [...path, 'calendarOpen']) };
  }
  const variable = tools.reference(draft.variable, [...path, 'variable']);
  if (draft.operator !== 'matches_regex') return { ...draft, variable };
  return { variable, operator: draft.operator, program: tools.pattern(draft.value, [...path, 'value']) };
}

/** Publishing half of `conditional`. */
export const conditionalCompiler: NodeCompiler<'conditional'> = {
  outlets: (config) => {
    const names =
      'condition' in config ? ['true', 'false'] : [...new Set(config.branches.map(({ outlet }) => outlet))];
    return { required: names, optional: [], automatic: names };
  },
  waits: () => false,
  compile: (config, tools) => {
    if ('condition' in config) {
      const when = compileCondition(config.condition, ['condition'], tools);
      return {
        branches: [
          { outlet: 'true', when },
          { outlet: 'false', when: null },
        ],
      };
    }
    const branches = config.branches.map(({ outlet, when }, index) => ({
      outlet,
      when: when === undefined ? null : compileCondition(when, ['branches', index, 'when'], tools),
    }));
    const always = branches.findIndex(({ when }) => when === null);
    if (always !== -1 && always < branches.length - 1) {
      const message = 'This branch is never taken: the one before it always holds.';
      tools.fault('ivr_flow.bad_value', ['branches', always + 1], message);
    }
    if (always === -1) {
      const message = 'Where no branch holds the call apologises and ends: let the last one always hold.';
      tools.warn('ivr_flow.no_default_branch', ['branches'], message);
    }
    return { branches };
  },
};
