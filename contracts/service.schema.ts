import { z } from 'zod';
import { idSchema, instantSchema } from './common.schema.ts';

/** `stale`: it has not reported for 20 s, so it is dead, held, or cut off from Postgres. */
export const serviceStatusSchema = z.enum(['running', 'stale', 'stopped']);

/** Which processes to list. */
export const serviceFilters = {
  status: serviceStatusSchema.optional(),
  name: z.string().max(100).optional().meta({ description: 'Kind of process.', example: 'worker-calls' }),
};

/** One process of the installation. */
export const serviceSchema = z
  .object({
    id: idSchema,
    name: z.string().meta({ description: 'Kind of process.', example: 'worker-calls' }),
    version: z.string(),
    status: serviceStatusSchema,
    health: z.enum(['healthy', 'degraded', 'unknown']).meta({
      description: 'Degraded: it runs with a circuit breaker that is not closed. Unknown: it does not run.',
    }),
    openBreakers: z.array(z.string()),
    queues: z.array(z.string()).meta({ description: 'Task queues that it serves.' }),
    host: z.string(),
    pid: z.int(),
    startedAt: instantSchema,
    heartbeatAt: instantSchema,
    stoppedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Service' });
