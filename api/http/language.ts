import type { Request } from 'express';
import { z } from 'zod';
import { ERROR_CODES } from '../../contracts/codes.ts';
import { CS } from '../../contracts/messages/cs.ts';
import { FAULT_SENTENCES } from '../../contracts/messages/fault-sentences.ts';
import { ES } from '../../contracts/messages/es.ts';
import type { Messages } from '../../contracts/messages/message.types.ts';
import type { AppError } from '../../domain/errors.ts';

/** Languages in which the API speaks of problems; the first is that of whoever asks for none of them. */
const LANGUAGES = ['en', 'es', 'cs'] as const;

/** One of them. */
export type Language = (typeof LANGUAGES)[number];

const MESSAGES: Readonly<Record<Exclude<Language, 'en'>, Messages>> = { es: ES, cs: CS };

const SCHEMA_FAULTS = { es: z.locales.es().localeError, cs: z.locales.cs().localeError } as const;

const OWN_FAULTS = new Map(FAULT_SENTENCES.map(([en, es, cs]) => [en, { es, cs }]));

/** What a sentence says of this request alone: numbers, and what is in quotes. */
const SLOT = /"(?:[^"\\]|\\.)*"|\d+/g;

/** The language that a request asks for. Source: RFC 9110, section 12.5.4. */
export function languageOf(req: Request): Language {
  const best = req.acceptsLanguages([...LANGUAGES]);
  return LANGUAGES.find((language) => language === best) ?? 'en';
}

/** Title and detail of a problem. The detail of a bug is hidden, for it may name anything; translations say what to do. */
export function wordsOf(error: AppError, language: Language): { title: string; detail: string } {
  if (language !== 'en') {
    const [title, detail] = MESSAGES[language][error.code];
    return { title, detail };
  }
  const { title, help } = ERROR_CODES[error.code];
  return { title, detail: error.kind === 'bug' ? help : error.message };
}

/** How zod words the faults of a request; undefined: in English. */
export function faultsIn(language: Language): z.core.$ZodErrorMap | undefined {
  return language === 'en' ? undefined : SCHEMA_FAULTS[language];
}

/** A sentence of our own about a field in another language; any other text is left as it is. */
export function faultIn(language: Language, sentence: string): string {
  const words = language !== 'en' && OWN_FAULTS.get(sentence.replaceAll(SLOT, '{}'))?.[language];
  if (!words) return sentence;
  const slots = sentence.match(SLOT) ?? [];
  return words.replaceAll('{}', () => slots.shift() ?? '');
}
