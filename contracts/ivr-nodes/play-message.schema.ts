import { z } from 'zod';
import { promptSchema } from './parts.schema.ts';

/** A message; with `bargeIn` a key pressed during it answers the question that follows at once. */
export const playMessageSchema = z.strictObject({
  prompt: promptSchema,
  bargeIn: z.boolean().default(false),
});
