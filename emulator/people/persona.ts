import { z } from 'zod';
import { patternSchema } from '../pattern.ts';

const seconds = z.number().min(0).max(86_400);
/** Seconds of people's time, one number or a range to draw from. */
export const secondsSchema = z.union([
  seconds,
  z
    .tuple([seconds, seconds])
    .refine(([from, to]) => from <= to, 'the first second must not be above the second'),
]);
const probability = z.number().min(0).max(1);
const keys = z.string().regex(/^[0-9*#]+$/, 'keys are 0-9, * and #');

/** How a recogniser takes a sentence. */
const recognition = {
  /** What is recognised unless a hint of the Gather is part of the sentence; without it, the sentence. */
  heardAs: z.string().optional(),
  confidence: probability.optional(),
};

/** What a person does on hearing a prompt. Exactly one of press, say, hangUp. */
const reaction = z
  .strictObject({
    /** Matches, without regard to case, what was heard since the person's last act. Without it: any prompt. */
    when: patternSchema.optional(),
    /** Keys to press; a list gives the keys of the 1st, 2nd, ... time and then nothing. */
    press: z.union([keys, z.array(keys).min(1)]).optional(),
    /** A sentence to say; a list as for press. */
    say: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
    ...recognition,
    hangUp: z.literal(true).optional(),
    /** Seconds of thought, counted from the end of the prompt. */
    afterS: secondsSchema.optional(),
    /** Acts inside the matching Say or Play, at this fraction of it, instead of after the prompt. */
    bargeIn: z.number().min(0).max(1).optional(),
  })
  .refine((value) => [value.press, value.say, value.hangUp].filter((act) => act !== undefined).length === 1, {
    message: 'exactly one of press, say, hangUp',
  });

/** One step of a script. */
export const scriptStepSchema = z.union([
  z.strictObject({ press: keys, afterS: secondsSchema.optional() }),
  z.strictObject({ say: z.string().min(1), ...recognition, afterS: secondsSchema.optional() }),
  z.strictObject({ wait: z.literal(true) }),
  z.strictObject({ hangUp: z.literal(true), afterS: secondsSchema.optional() }),
]);

/** One kind of person, machine or line. Times are seconds of people's time; a pair is a range. */
export const personaSchema = z.strictObject({
  is: z.enum(['human', 'machine', 'fax']).default('human'),
  answers: z
    .strictObject({ probability: probability.default(1), afterS: secondsSchema.default([2, 8]) })
    .default({ probability: 1, afterS: [2, 8] }),
  /** What the line does when it does not answer. */
  otherwise: z.enum(['no_answer', 'busy', 'declines', 'failed']).default('no_answer'),
  /** How `failed` looks: the SIP answer and the error Twilio puts on the call. */
  failure: z
    .strictObject({ sipCode: z.number().int().min(300).max(699), errorCode: z.number().int().optional() })
    .default({ sipCode: 404 }),
  /** What answering machine detection says; without it, what follows from `is`. */
  detectedAs: z
    .enum([
      'human',
      'machine_start',
      'machine_end_beep',
      'machine_end_silence',
      'machine_end_other',
      'fax',
      'unknown',
    ])
    .optional(),
  /** Seconds a machine's greeting lasts before its beep, or a human's hello. */
  greetingS: secondsSchema.optional(),
  hasBeep: z.boolean().default(true),
  thinkS: secondsSchema.default([0.6, 1.6]),
  reactions: z.array(reaction).default([]),
  /** What to do at the 1st, 2nd, ... prompt that asks for something and no reaction matches. */
  script: z.array(scriptStepSchema).default([]),
  /** Hangs up this long after answering, whatever is going on. */
  hangsUpAfterS: secondsSchema.optional(),
  /** How long it talks when a Dial puts it through to somebody, before it hangs up. */
  talksS: secondsSchema.default([15, 60]),
  /** Calls the number that called, after the call has ended. */
  callsBack: z
    .strictObject({
      probability: probability.default(1),
      afterS: secondsSchema.default(30),
      persona: z.string().optional(),
    })
    .optional(),
  /** Sends a text message to the number that called, after the call has ended. */
  texts: z
    .strictObject({
      body: z.string().min(1),
      probability: probability.default(1),
      afterS: secondsSchema.default(5),
    })
    .optional(),
});

/** A persona with every default filled in. */
export type Persona = z.infer<typeof personaSchema>;
/** One reaction of a persona. */
export type Reaction = z.infer<typeof reaction>;
/** One scripted step of a persona. */
export type ScriptStep = z.infer<typeof scriptStepSchema>;

/** A persona file: kinds of people, who has which number, and the mix of everybody else. */
export const personaFileSchema = z.strictObject({
  personas: z.record(z.string(), personaSchema).default({}),
  /** The first pattern that matches the number decides. */
  numbers: z.array(z.strictObject({ pattern: patternSchema, persona: z.string() })).default([]),
  /** Shares of the numbers no pattern matches. */
  mix: z.array(z.strictObject({ persona: z.string(), weight: z.number().positive() })).default([]),
});

/** A parsed persona file. */
export type PersonaFile = z.infer<typeof personaFileSchema>;
