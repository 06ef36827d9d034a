import { z } from 'zod';
import { codeSchema, languageSchema, scalarSchema, walkedNodeSchema } from './ivr-nodes/parts.schema.ts';

/** What a scripted caller, or the world around the call, does at the next wait. */
export const scriptedInputSchema = z.union([
  z.strictObject({ keys: z.string().regex(/^[0-9*#]{1,40}$/, 'Not keys of a telephone.') }),
  z.strictObject({ say: z.string().min(1).max(5_000), confidence: z.number().min(0).max(1).default(0.9) }),
  z.strictObject({ silence: z.literal(true) }),
  z.strictObject({ hangUp: z.literal(true) }),
  z.strictObject({
    record: z.strictObject({ durationMs: z.int().min(0), hangsUp: z.boolean().default(false) }),
  }),
  z.strictObject({
    dial: z.enum(['answered', 'busy', 'no_answer', 'failed']),
    durationMs: z.int().min(0).default(0),
  }),
  z.strictObject({
    effect: z.enum(['success', 'failure', 'timeout']),
    values: z.record(z.string(), scalarSchema).default({}),
  }),
]);

/** One scripted call with what must become of it. */
export const ivrCaseSchema = z.strictObject({
  name: z.string().min(1).max(120),
  /** Contact references and declared variables, flat. */
  variables: z.record(z.string().max(80), scalarSchema).default({}),
  language: languageSchema.optional(),
  /** Names of the calendars that are open during this call. */
  openCalendars: z.array(codeSchema).default([]),
  /** Stands for the person called where the flow splits. */
  splitKey: z.string().max(64).default('test'),
  inputs: z.array(scriptedInputSchema).max(500).default([]),
  expect: z
    .strictObject({
      disposition: codeSchema.nullable().optional(),
      /** Nodes in the order of their visits, those of subflows as `node/inner`. */
      path: z.array(walkedNodeSchema).optional(),
      variables: z.record(z.string().max(80), scalarSchema).optional(),
      optOut: codeSchema.nullable().optional(),
    })
    .default({}),
});

const MAX_SUITE_INPUTS = 5_000;

/** Scripted calls kept beside a flow; at most 500 with at most 5,000 inputs together. */
export const ivrSuiteSchema = z.strictObject({
  cases: z
    .array(ivrCaseSchema)
    .min(1)
    .max(500)
    .refine((cases) => cases.reduce((sum, { inputs }) => sum + inputs.length, 0) <= MAX_SUITE_INPUTS, {
      error: `The calls of a suite have at most ${MAX_SUITE_INPUTS} inputs together.`,
    }),
});

/** One scripted call, defaults filled in. */
export type IvrCase = z.output<typeof ivrCaseSchema>;
export type ScriptedInput = z.output<typeof scriptedInputSchema>;
