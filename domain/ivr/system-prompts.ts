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
  [SYSTEM_PROMPTS.notAvailable]: {
    en: 'Thank you for calling. We cannot take your call at this number right now. Please try again later. Goodbye.',
    es: 'Gracias por llamar. En este momento no podemos atenderle en este número. Inténtelo más tarde, por favor. Adiós.',
    cs: 'Děkujeme za zavolání. Na tomto čísle teď hovor nemůžeme přijmout. Zkuste to prosím později. Na shledanou.',
  },
  [SYSTEM_PROMPTS.notInService]: {
    en: 'We are sorry, the number that you have called is not in service. Goodbye.',
    es: 'Lo sentimos, el número al que ha llamado no está en servicio. Adiós.',
    cs: 'Omlouváme se, volané číslo není v provozu. Na shledanou.',
  },
};
