import { z } from 'zod';
import { conditionSchema } from './condition.schema.ts';
import { codeSchema } from './parts.schema.ts';

/** Either one condition with the outlets `true` and `false`, or named branches in order; `when` left out always holds. */
export const conditionalSchema = z.union([
  z.strictObject({ condition: conditionSchema }),
  z.strictObject({
    branches: z
      .array(z.strictObject({ outlet: codeSchema, when: conditionSchema.optional() }))
      .min(1)
      .max(20),
  }),
]);
