import type { z } from 'zod';
import { type FlowFault, jsonPointer } from './flow-fault.ts';

type Issue = z.core.$ZodIssue;

function isMisfit(issues: readonly Issue[]): boolean {
  return issues.some(({ code }) => code === 'unrecognized_keys');
}

/** The alternative that the author most likely meant: one that knows all the fields, then the one with fewest issues. */
function likeliest(alternatives: readonly Issue[][]): Issue[] {
  const ranked = alternatives.toSorted(
    (left, right) => Number(isMisfit(left)) - Number(isMisfit(right)) || left.length - right.length,
  );
  return ranked[0] ?? [];
}

function faultsOf(issue: Issue, base: readonly (string | number)[]): FlowFault[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return likeliest(issue.errors).flatMap((inner) => faultsOf(inner, path));
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'ivr_flow.bad_value',
      pointer: jsonPointer([...path, key]),
      message: 'There is no such field here.',
    }));
  }
  return [
    {
      code: 'ivr_flow.bad_value',
      pointer: jsonPointer(path),
      message: `${issue.message.replace(/\.$/, '')}.`,
    },
  ];
}

/** Every issue of a failed parse as faults, with pointers from `base`; of a union only the likeliest alternative. */
export function schemaFaults(error: z.ZodError, base: readonly (string | number)[]): FlowFault[] {
  return error.issues.flatMap((issue) => faultsOf(issue, base));
}
