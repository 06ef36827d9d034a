import { z } from 'zod';
import {
  codeSchema,
  keySchema,
  languageSchema,
  promptSchema,
  retryFields,
  timeoutMsSchema,
} from './parts.schema.ts';

/** A choice by one key or phrase; an option whose outlet leads to the menu itself repeats it. */
export const menuSchema = z.strictObject({
  prompt: promptSchema,
  input: z.enum(['dtmf', 'speech', 'both']).default('dtmf'),
  options: z
    .array(
      z.strictObject({
        key: keySchema.optional(),
        outlet: codeSchema,
        phrases: z.partialRecord(languageSchema, z.array(z.string().min(1).max(40)).max(10)).optional(),
      }),
    )
    .min(1)
    .max(24),
  timeoutMs: timeoutMsSchema.default(5_000),
  ...retryFields,
});
