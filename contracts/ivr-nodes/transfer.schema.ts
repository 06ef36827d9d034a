import { z } from 'zod';
import { promptSchema, timeoutMsSchema } from './parts.schema.ts';

const e164Schema = z.string().regex(/^\+[1-9]\d{6,14}$/, 'Not a number in E.164 form.');

/** A cold transfer to a number of the configuration, never to one that a caller names. */
export const transferSchema = z.strictObject({
  to: e164Schema,
  prompt: promptSchema.optional(),
  callerId: e164Schema.optional(),
  ringTimeoutMs: timeoutMsSchema.min(5_000).default(20_000),
  timeLimitMs: z.int().min(60_000).max(14_400_000).multipleOf(1_000).optional(),
});
