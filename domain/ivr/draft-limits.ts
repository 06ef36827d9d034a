import type { FlowFault } from './flow-fault.ts';

/** Most values (texts, numbers, lists, objects) in a draft, and how deep they may nest. */
export const MAX_DRAFT_VALUES = 60_000;
const MAX_DRAFT_DEPTH = 40;
const MAX_DRAFT_CHARS = 2_000_000;

function tooLarge(message: string): FlowFault {
  return { code: 'ivr_flow.draft_too_large', pointer: '', message };
}

/**
 * The fault of a draft that is too large or too deep to be looked at, else null. Walks without recursion, so that no
 * input can exhaust the stack of the parser behind it.
 */
export function draftLimits(draft: unknown): FlowFault | null {
  const open: { value: unknown; depth: number }[] = [{ value: draft, depth: 0 }];
  let values = 0;
  let chars = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    values += 1;
    if (typeof next.value === 'string') chars += next.value.length;
    if (values > MAX_DRAFT_VALUES || chars > MAX_DRAFT_CHARS) {
      return tooLarge(`A flow has at most ${MAX_DRAFT_VALUES} values and ${MAX_DRAFT_CHARS} characters.`);
    }
    if (next.depth > MAX_DRAFT_DEPTH) return tooLarge(`A flow nests at most ${MAX_DRAFT_DEPTH} levels.`);
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const value of Object.values(next.value)) open.push({ value, depth: next.depth + 1 });
  }
  return null;
}
