import { z } from 'zod';
import { idSchema, instantSchema } from './common.schema.ts';

/** Breakers that every installation has; beside them each customer's host has one, `customers.{host}`. */
export const BREAKER_NAMES = [
  'openai',
  'smtp',
  'storage',
  'twilio.calls',
  'twilio.dial',
  'twilio.numbers',
  'twilio.recordings',
] as const;

/** `half_open`: it has let one request through, whose answer decides. */
export const breakerStateSchema = z.enum(['closed', 'half_open', 'open']);

/** What an operator holds a breaker at. */
export const forcedStateSchema = z.enum(['open', 'closed']);

/** Path parameters of one breaker. */
export const breakerParamsSchema = z.object({
  name: z.string().max(300).meta({ description: 'Name of the breaker.', example: 'twilio.dial' }),
});

/** What an operator says about a breaker. */
export const breakerOrderSchema = z
  .object({ reason: z.string().trim().min(1).max(200).nullable().default(null) })
  .strict()
  .meta({ id: 'BreakerOrder' });

/** One breaker: the state is the worst of its processes', or what it is forced to. */
export const breakerSchema = z
  .object({
    name: z.string(),
    state: breakerStateSchema,
    forced: forcedStateSchema.nullable(),
    reason: z.string().nullable().meta({ description: 'Why an operator last touched it.' }),
    updatedBy: z.string().nullable().meta({ description: 'Id of the operator who last touched it.' }),
    updatedAt: instantSchema.nullable(),
    processes: z
      .array(
        z.object({
          id: idSchema,
          name: z.string(),
          state: breakerStateSchema,
          failures: z.int().min(0).meta({ description: 'Since the process began.' }),
          successes: z.int().min(0),
          changedAt: instantSchema,
          reportedAt: instantSchema,
        }),
      )
      .meta({ description: 'The running processes that have it.' }),
  })
  .meta({ id: 'Breaker' });

/** One order that an operator gave, as it was given. */
export const givenBreakerOrderSchema = z
  .object({
    id: idSchema,
    name: z.string().meta({ description: 'Name of the breaker.' }),
    order: z.enum(['open', 'close', 'reset']),
    reason: z.string().nullable(),
    operatorId: idSchema,
    at: instantSchema,
  })
  .meta({ id: 'GivenBreakerOrder' });
