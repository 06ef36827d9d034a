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

/** A task queue of the engine; `backlog` is about how many tasks wait there. */
const taskQueueSchema = z
  .object({ name: z.string(), pollers: z.int().min(0), backlog: z.int().min(0) })
  .meta({ id: 'TaskQueue' });

/** Readiness with what this process uses, and how the installation stands; sizes in bytes. */
export const deepHealthSchema = z
  .object({
    status: z.enum(['up', 'down', 'draining']),
    dependencies: z.array(dependencySchema),
    uptimeSeconds: z.int().min(0),
    memory: z.object({ rssBytes: z.int(), heapUsedBytes: z.int() }),
    disk: z.object({ freeBytes: z.int(), totalBytes: z.int() }).nullable(),
    databasePool: z.object({ total: z.int(), idle: z.int(), waiting: z.int() }),
    eventLoopLagMs: z
      .number()
      .min(0)
      .meta({ description: 'How long work that is due now waits for its turn.' }),
    queues: z
      .array(taskQueueSchema)
      .nullable()
      .meta({ description: 'Task queues; null when Temporal does not answer.' }),
    processes: z
      .object({ running: z.int().min(0), stale: z.int().min(0) })
      .meta({ description: 'GET /api/v1/services names them.' }),
    openBreakers: z.array(z.string()).meta({ description: 'GET /api/v1/circuit-breakers tells more.' }),
  })
  .meta({ id: 'DeepHealth' });
