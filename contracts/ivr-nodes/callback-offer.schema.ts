import { z } from 'zod';
import { keySchema, promptSchema, retryFields, timeoutMsSchema } from './parts.schema.ts';

/** Offers to call back: yes or no, then when, then at which number. */
export const callbackOfferSchema = z.strictObject({
  /** Says that `acceptKey` accepts; any other key declines. */
  prompt: promptSchema,
  acceptKey: keySchema.default('1'),
  /** Says which key stands for which time. */
  timePrompt: promptSchema,
  times: z
    .array(z.strictObject({ key: keySchema, afterMinutes: z.int().min(5).max(10_080) }))
    .min(1)
    .max(9),
  /** Asks for a number, ended by #; # alone means the number of this call. Left out: always that number. */
  numberPrompt: promptSchema.optional(),
  timeoutMs: timeoutMsSchema.default(5_000),
  ...retryFields,
});
