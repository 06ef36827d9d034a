import type { Language } from '../http/language.ts';
import { CS } from './texts/cs.ts';
import { EN } from './texts/en.ts';
import { ES } from './texts/es.ts';
import type { PageTexts } from './texts/page-texts.types.ts';

/** What the pages say, by language. */
export const PAGE_TEXTS: Readonly<Record<Language, PageTexts>> = { en: EN, es: ES, cs: CS };
