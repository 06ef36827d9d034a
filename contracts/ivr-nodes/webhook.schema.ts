import { z } from 'zod';
import { referenceSchema, variableNameSchema } from './parts.schema.ts';

const pointerSchema = z
  .string()
  .max(200)
  .regex(/^(\/([^~/]|~[01])*)*$/, 'Not a JSON pointer.');

/** A signed request to the customer while the caller holds; the answer's values go into variables. */
export const webhookSchema = z.strictObject({
  url: z.url({ protocol: /^https$/ }).max(500),
  /** Fields of the JSON body, by reference. */
  body: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/), referenceSchema).default({}),
  /** Variables by JSON pointer into the answer. */
  response: z.record(variableNameSchema, pointerSchema).default({}),
  timeoutMs: z.int().min(1_000).max(5_000).default(5_000),
  /** Music while the caller waits, of any length: it is broken off. */
  musicUrl: z
    .url({ protocol: /^https$/ })
    .max(500)
    .optional(),
});
