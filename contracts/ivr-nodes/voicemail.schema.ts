import { z } from 'zod';
import { promptSchema } from './parts.schema.ts';

/** A message left after a greeting and a beep. */
export const voicemailSchema = z.strictObject({
  prompt: promptSchema,
  maxLengthMs: z.int().min(5_000).max(600_000).multipleOf(1_000).default(120_000),
  silenceMs: z.int().min(1_000).max(30_000).multipleOf(1_000).default(5_000),
  finishKey: z.enum(['#', '*']).default('#'),
});
