import { byNumberRules } from './by-number.ts';
import { type FaultPlan, faultPlanSchema } from './plan.ts';

/** A fault file is wrong: `problems` has one line per fault, each with its place. */
export class FaultPlanError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`fault file: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** Reads a fault file already parsed from JSON; `byNumber` is turned into rules. Throws FaultPlanError naming every fault. */
export function parseFaultPlan(value: unknown): FaultPlan {
  const parsed = faultPlanSchema.safeParse(value);
  if (!parsed.success) {
    throw new FaultPlanError(
      parsed.error.issues.map((issue) => `/${issue.path.join('/')}: ${issue.message}`),
    );
  }
  const { data } = parsed;
  return data.byNumber ? { ...data, rules: [...data.rules, ...byNumberRules] } : data;
}
