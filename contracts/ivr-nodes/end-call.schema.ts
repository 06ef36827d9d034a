import { z } from 'zod';
import { codeSchema, promptSchema } from './parts.schema.ts';

/** The end: optional last message, disposition and opt-out (`all`, or the code of a topic). */
export const endCallSchema = z.strictObject({
  prompt: promptSchema.optional(),
  disposition: codeSchema.optional(),
  optOut: codeSchema.optional(),
  /** Makes it an exit of this name where the flow is walked inside another one. */
  exit: codeSchema.optional(),
});
