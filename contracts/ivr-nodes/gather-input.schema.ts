import { z } from 'zod';
import { promptSchema, retryFields, timeoutMsSchema, variableNameSchema } from './parts.schema.ts';

/** A value typed (by a pattern from a closed list) or said by the caller, kept in a variable. */
export const gatherInputSchema = z.strictObject({
  prompt: promptSchema,
  variable: variableNameSchema,
  input: z.enum(['dtmf', 'speech', 'both']).default('dtmf'),
  pattern: z.enum(['digits', 'date_ddmmyyyy', 'date_mmddyyyy', 'time_hhmm', 'amount', 'postal_code']),
  minDigits: z.int().min(1).max(30).default(1),
  maxDigits: z.int().min(1).max(30).default(20),
  finishKey: z.enum(['#', '*']).default('#'),
  timeoutMs: timeoutMsSchema.default(5_000),
  /** Time between keys, where the carrier can tell it from the time for the first one. */
  interDigitTimeoutMs: timeoutMsSchema.optional(),
  ...retryFields,
});
