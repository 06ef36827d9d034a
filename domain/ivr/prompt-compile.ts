import type { Language } from '../../contracts/call-instructions.ts';
import { type PromptTemplate, parsePrompt, promptReads, renderPrompt } from './prompt-engine.ts';
import { holdsRange } from './prompt-ranges.ts';
import { hasControlCharacters } from './spoken-text.ts';

/** What is known of a prompt in one language: what it reads, how much it can say at most, or why it cannot be used. */
export type CheckedPrompt = { reads: string[]; maxBytes: number } | { refused: string };

const BYTES_PER_VALUE = 1_500;
const BYTES_PER_SAY = 150;
const SAY_CHARS = 1_400;

function parsed(text: string, language: Language): PromptTemplate | { refused: string } {
  try {
    if (holdsRange(text)) return { refused: 'Ranges are not part of the templates of a flow.' };
    const template = parsePrompt(text, language);
    renderPrompt(template, language, {});
    return template;
  } catch (thrown) {
    const why = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : 'it cannot be read';
    return { refused: `The template does not parse: ${why}.` };
  }
}

/**
 * Checks a prompt's template. `maxBytes` bounds its TwiML: the whole template escaped, every output at its longest
 * (300 characters, 5 bytes each), and the tags of the Says that it may be split into.
 */
export function checkPrompt(text: string, language: Language): CheckedPrompt {
  if (hasControlCharacters(text)) return { refused: 'It holds control characters.' };
  const template = parsed(text, language);
  if ('refused' in template) return template;
  const reads = promptReads(template, language);
  if (reads.includes(null)) return { refused: 'A reference must be written out, such as contact.firstName.' };
  const outputs = text.split('{{').length - 1;
  const literal = new TextEncoder().encode(text).length + 4 * (text.match(/[&<>]/g) ?? []).length;
  const says = 2 + Math.ceil((text.length + outputs * 300) / SAY_CHARS);
  return { reads: reads as string[], maxBytes: literal + outputs * BYTES_PER_VALUE + says * BYTES_PER_SAY };
}
