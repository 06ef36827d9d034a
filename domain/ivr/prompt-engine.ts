import { Liquid, type Template } from 'liquidjs';
import { LANGUAGES, type Language } from '../../contracts/call-instructions.ts';
import { spokenFilters } from './spoken-filters.ts';
import { MAX_PROMPT_CHARS } from '../../contracts/ivr-nodes/parts.schema.ts';
import { speakableValue } from './spoken-text.ts';

const TAGS = new Set(['if', 'unless', 'case']);
const FILTERS = new Set(['default', 'upcase', 'downcase', 'capitalize', 'strip']);

function createEngine(language: Language): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    outputEscape: speakableValue,
    parseLimit: MAX_PROMPT_CHARS,
    memoryLimit: 100_000,
    templates: {},
  });
  for (const tag of Object.keys(engine.tags)) if (!TAGS.has(tag)) delete engine.tags[tag];
  for (const filter of Object.keys(engine.filters)) if (!FILTERS.has(filter)) engine.unregisterFilter(filter);
  for (const [name, filter] of Object.entries(spokenFilters(language))) engine.registerFilter(name, filter);
  return engine;
}

const ENGINES = Object.fromEntries(LANGUAGES.map((language) => [language, createEngine(language)])) as Record<
  Language,
  Liquid
>;

/** A parsed prompt. */
export type PromptTemplate = Template[];

/**
 * Parses a prompt in the restricted Liquid of flows: outputs, `if`, `unless` and `case`, a few filters; no loops, no
 * includes, no assignments. Throws what liquidjs throws. Pure.
 */
export function parsePrompt(text: string, language: Language): PromptTemplate {
  return ENGINES[language].parse(text);
}

/** The references that a prompt reads, such as `contact.firstName`; null stands for one that is not written out. */
export function promptReads(template: PromptTemplate, language: Language): (string | null)[] {
  const segments = ENGINES[language].globalVariableSegmentsSync(template, { partials: false });
  return segments.map((path) => (path.every((part) => typeof part === 'string') ? path.join('.') : null));
}

/** Renders a parsed prompt with a nested scope; every value is made speakable on the way. */
export function renderPrompt(template: PromptTemplate, language: Language, scope: object): string {
  return String(ENGINES[language].renderSync(template, scope));
}
