import { type Persona, personaSchema } from './persona.ts';

const define = (persona: object): Persona => personaSchema.parse(persona);

/** Personas that need no file. A file may define more, or others of the same name. */
export const builtInPersonas: Readonly<Record<string, Persona>> = {
  listens: define({}),
  presses_0_then_1: define({ reactions: [{ press: ['0', '1'] }] }),
  presses_1: define({ reactions: [{ press: '1' }] }),
  presses_2: define({ reactions: [{ press: '2' }] }),
  presses_9: define({ reactions: [{ press: '9' }] }),
  presses_wrong_key: define({ reactions: [{ press: '7' }] }),
  interrupts_with_1: define({ reactions: [{ press: '1', bargeIn: 0.4 }] }),
  says_yes: define({ reactions: [{ say: 'yes' }] }),
  says_stop: define({ reactions: [{ say: 'stop calling me' }] }),
  leaves_message: define({ script: [{ say: 'Hello, this is a message for you. Please call me back.' }] }),
  hangs_up_in_prompt: define({ reactions: [{ hangUp: true, bargeIn: 0.5 }] }),
  hangs_up_at_once: define({ hangsUpAfterS: 0.5 }),
  busy: define({ answers: { probability: 0 }, otherwise: 'busy' }),
  declines: define({ answers: { probability: 0 }, otherwise: 'declines' }),
  no_answer: define({ answers: { probability: 0 } }),
  unallocated: define({ answers: { probability: 0 }, otherwise: 'failed', failure: { sipCode: 404 } }),
  voicemail: define({ is: 'machine', answers: { afterS: [15, 22] }, greetingS: [5, 9] }),
  fax: define({ is: 'fax', answers: { afterS: [4, 6] } }),
  sometimes_answers: define({ answers: { probability: 0.5 }, reactions: [{ press: '1' }] }),
  calls_back: define({ answers: { probability: 0 }, callsBack: { afterS: [20, 60], persona: 'presses_1' } }),
  texts_stop: define({ reactions: [{ hangUp: true, bargeIn: 0.8 }], texts: { body: 'STOP' } }),
};

/** The mix of a number that nothing else decides: mostly people who answer and press a key. */
export const builtInMix: readonly { persona: string; weight: number }[] = [
  { persona: 'presses_1', weight: 34 },
  { persona: 'presses_2', weight: 10 },
  { persona: 'presses_9', weight: 5 },
  { persona: 'presses_0_then_1', weight: 5 },
  { persona: 'presses_wrong_key', weight: 3 },
  { persona: 'interrupts_with_1', weight: 6 },
  { persona: 'listens', weight: 5 },
  { persona: 'hangs_up_in_prompt', weight: 5 },
  { persona: 'sometimes_answers', weight: 6 },
  { persona: 'voicemail', weight: 9 },
  { persona: 'busy', weight: 4 },
  { persona: 'no_answer', weight: 6 },
  { persona: 'unallocated', weight: 2 },
];
