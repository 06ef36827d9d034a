import { z } from 'zod';
import { keySchema, languageSchema, promptSchema, retryFields, timeoutMsSchema } from './parts.schema.ts';

/** Sets the language of the rest, at once or by a key; the outlets are named after the languages. */
export const languageNodeSchema = z.union([
  z.strictObject({ set: languageSchema }),
  z.strictObject({
    prompt: promptSchema,
    choices: z
      .array(z.strictObject({ key: keySchema, language: languageSchema }))
      .min(1)
      .max(3),
    timeoutMs: timeoutMsSchema.default(5_000),
    ...retryFields,
  }),
]);
