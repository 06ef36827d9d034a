import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { idSchema } from '../../contracts/common.schema.ts';

const endpointSchema = z.object({ orgId: idSchema, endpointId: idSchema });

/** An endpoint with first tries to be made. */
export type OfferedEndpoint = z.output<typeof endpointSchema>;

/** Jobs over Redis that make first tries: one endpoint a job, at most one job of an endpoint at a time. */
export interface FirstTryQueue {
  /** Has the endpoint's first tries made soon; nothing more where that is under way. Does nothing without Redis. */
  offer(endpoint: OfferedEndpoint): Promise<void>;
  /** Finishes the jobs under way. */
  close(): Promise<void>;
}

const QUEUE = 'webhook-first-tries';
/** Endpoints at once in one process; each may hang for as long as a try may take. */
const CONCURRENCY = 16;
/** A process that was killed is missed after this; its job is done again by another. */
const LOCK_MS = 10_000;
const LOOK_FOR_KILLED_MS = 5_000;
/** A Redis that hangs is as good as away. */
const COMMAND_MS = 5_000;
/** A job that was lost with its process is never given up: what it does is safe to do twice. */
const MOST_LOSSES = 1_000_000;

/** Starts the queue and its worker. Redis away delays first tries: the rows wait. `run` may be called twice at once. */
export function startFirstTryQueue(
  redisUrl: string,
  run: (endpoint: OfferedEndpoint) => Promise<void>,
  onError: (error: unknown) => void,
): FirstTryQueue {
  const commands = new Redis(redisUrl, { maxRetriesPerRequest: 1, commandTimeout: COMMAND_MS });
  commands.on('error', onError);
  // The worker waits in Redis for its jobs, so that its commands cannot have a deadline.
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  connection.on('error', onError);
  const queue = new Queue<OfferedEndpoint>(QUEUE, { connection: commands });
  const worker = new Worker<OfferedEndpoint>(QUEUE, (job) => run(endpointSchema.parse(job.data)), {
    connection,
    concurrency: CONCURRENCY,
    lockDuration: LOCK_MS,
    stalledInterval: LOOK_FOR_KILLED_MS,
    maxStalledCount: MOST_LOSSES,
  });
  queue.on('error', onError);
  worker.on('error', onError);
  worker.on('failed', (_job, error) => onError(error));
  return {
    async offer(endpoint) {
      // The rows wait; the loop that offers them does not.
      if (commands.status !== 'ready') return;
      await queue.add('first-tries', endpoint, {
        deduplication: { id: endpoint.endpointId },
        removeOnComplete: true,
        removeOnFail: true,
      });
    },
    async close() {
      // Without Redis there is nothing to finish, and an orderly close would wait for it.
      if (connection.status === 'ready') {
        await worker.close();
        await queue.close();
      }
      connection.disconnect();
      commands.disconnect();
    },
  };
}
