import { z } from 'zod';
import { KEYS, LANGUAGES } from '../call-instructions.ts';

/** One of the languages a flow can be written in. */
export const languageSchema = z.enum(LANGUAGES);

/** A key of a telephone. */
export const keySchema = z.enum(KEYS);

/** A node's id: a letter, then letters, digits, `_` or `-`; at most 64. */
export const nodeIdSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'Not a node id.');

/** A node as the path of a call names it: in subflows behind the nodes that stand for those, as `node/inner`. */
export const walkedNodeSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}(\/[A-Za-z][A-Za-z0-9_-]{0,63}){0,10}$/, 'Not a node of a path.');

/** A code in lower snake case, such as an outlet or a disposition; at most 40 characters. */
export const codeSchema = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'Not a code in lower snake case.');

/** The name of a declared variable; at most 40 characters. */
export const variableNameSchema = z.string().regex(/^[a-z][A-Za-z0-9_]{0,39}$/, 'Not a variable name.');

/** What a flow may read: a declared variable or a field of the contact. */
export const referenceSchema = z
  .string()
  .max(80)
  .regex(/^[a-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*){0,2}$/, 'Not a reference.');

/** A value of a variable. */
export const scalarSchema = z.union([z.string().max(500), z.number(), z.boolean()]);

/** Most characters of a prompt, as templates count them. */
export const MAX_PROMPT_CHARS = 4_000;

/** A prompt: per language a Liquid template, or an audio file at an https address. */
export const promptSchema = z.partialRecord(
  languageSchema,
  z.union([
    z
      .string()
      .min(1)
      .max(MAX_PROMPT_CHARS, { abort: true })
      // The engine of the templates counts the halves of an emoji.
      .refine((text) => text.length <= MAX_PROMPT_CHARS, {
        error: `Too long: at most ${MAX_PROMPT_CHARS} characters, of which an emoji is two or more`,
      }),
    z.strictObject({ audioUrl: z.url({ protocol: /^https$/ }).max(500) }),
  ]),
);

/** A prompt as a flow document writes it. */
export type PromptDraft = z.output<typeof promptSchema>;

/** A wait for the caller: whole seconds as the carrier counts them, given in ms. */
export const timeoutMsSchema = z.int().min(1_000).max(60_000).multipleOf(1_000);

/** How an input node takes silence and wrong input. */
export const retryFields = {
  maxRetries: z.int().min(0).max(10).default(3),
  noInputPrompt: promptSchema.optional(),
  noMatchPrompt: promptSchema.optional(),
};
