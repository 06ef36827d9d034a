import { z } from 'zod';
import { codeSchema } from './parts.schema.ts';

/** A split of callers by weight; the same person always takes the same arm. */
export const abSplitSchema = z.strictObject({
  arms: z
    .array(z.strictObject({ outlet: codeSchema, weight: z.int().min(1).max(100) }))
    .min(2)
    .max(10),
});
