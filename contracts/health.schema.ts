import { z } from 'zod';

export const livenessSchema = z.object({ status: z.literal('up') }).meta({ id: 'Liveness' });

/** One dependency; `responseTimeMs` is how long it took, answered or not. */
const dependencySchema = z
  .object({ name: z.string(), status: z.enum(['up', 'down']), responseTimeMs: z.int().min(0) })
  .meta({ id: 'Dependency' });

/** Whether this process can serve, and each part that it needs. */
export const readinessSchema = z
  .object({ status: z.enum(['up', 'down', 'draining']), dependencies: z.array(dependencySchema) })
  .meta({ id: 'Readiness' });

/** Readiness with what this process uses; sizes in bytes. */
export const deepHealthSchema = z
  .object({
    status: z.enum(['up', 'down', 'draining']),
    dependencies: z.array(dependencySchema),
    uptimeSeconds: z.int().min(0),
    memory: z.object({ rssBytes: z.int(), heapUsedBytes: z.int() }),
    disk: z.object({ freeBytes: z.int(), totalBytes: z.int() }).nullable(),
    databasePool: z.object({ total: z.int(), idle: z.int(), waiting: z.int() }),
  })
  .meta({ id: 'DeepHealth' });
