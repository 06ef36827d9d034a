import { SYSTEM_PROMPTS } from '../../contracts/call-instructions.ts';
import type { PromptTable } from './graph.types.ts';

/** Words that every call may need and no flow brings. */
export const SYSTEM_PROMPT_TABLE: PromptTable = {
  [SYSTEM_PROMPTS.apology]: {
    en: 'We are sorry, something went wrong on our side. Please try again later. Goodbye.',
    es: 'Lo sentimos, se ha producido un problema por nuestra parte. Inténtelo más tarde, por favor. Adiós.',
    cs: 'Omlouváme se, na naší straně nastala chyba. Zkuste to prosím později. Na shledanou.',
  },
  [SYSTEM_PROMPTS.goodbye]: { en: 'Goodbye.', es: 'Adiós.', cs: 'Na shledanou.' },
  [SYSTEM_PROMPTS.holdOn]: {
    en: 'One moment, please.',
    es: 'Un momento, por favor.',
    cs: 'Okamžik, prosím.',
  },
};
