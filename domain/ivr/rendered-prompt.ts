import type { PromptUse, Language, Scalar } from '../../contracts/call-instructions.ts';
import type { PromptTable } from './graph.types.ts';
import { type PromptTemplate, parsePrompt, renderPrompt } from './prompt-engine.ts';
import { speakable } from './spoken-text.ts';
import { SYSTEM_PROMPT_TABLE } from './system-prompts.ts';

/** A prompt ready to be heard. */
export type RenderedPrompt = { text: string } | { audioUrl: string };

type Parsed = PromptTemplate | { audioUrl: string };

/** Parsed prompts of a table; a published version's table never changes, so neither do they. */
const PARSED = new WeakMap<PromptTable, Map<string, Parsed>>();

function parsedPrompt(table: PromptTable, key: string, language: Language): Parsed | null {
  const known = PARSED.get(table) ?? new Map<string, Parsed>();
  PARSED.set(table, known);
  const found = known.get(`${language}:${key}`);
  if (found) return found;
  const text = Object.hasOwn(table, key) ? table[key]?.[language] : undefined;
  if (text === undefined) return null;
  const parsed = typeof text === 'string' ? parsePrompt(text, language) : text;
  known.set(`${language}:${key}`, parsed);
  return parsed;
}

/** Flat references as the nested scope that templates read: `contact.firstName` becomes `{contact: {firstName}}`. */
function scopeOf(variables: Readonly<Record<string, Scalar>>): object {
  const root: Record<string, unknown> = {};
  for (const [reference, value] of Object.entries(variables)) {
    const path = reference.split('.');
    const name = path.pop() ?? reference;
    let at = root;
    for (const part of path) {
      const inner = Object.hasOwn(at, part) ? at[part] : undefined;
      const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
      at[part] = next;
      at = next;
    }
    at[name] = value;
  }
  return root;
}

/**
 * The words of a prompt, or its audio file; null when the table has none, which a compiled flow cannot bring about.
 * Values are made speakable, so that neither XML nor speech markup nor Liquid in them means anything.
 */
export function renderedPrompt(
  table: PromptTable,
  use: PromptUse,
  language: Language,
): RenderedPrompt | null {
  const source = Object.hasOwn(SYSTEM_PROMPT_TABLE, use.key) ? SYSTEM_PROMPT_TABLE : table;
  const parsed = parsedPrompt(source, use.key, language);
  if (parsed === null) return null;
  if ('audioUrl' in parsed) return parsed;
  return { text: speakable(renderPrompt(parsed, language, scopeOf(use.variables))) };
}
