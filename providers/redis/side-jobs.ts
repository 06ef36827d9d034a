import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

/** A job that may be thrown away and done again, every `everyMs`, by one process at a time. */
export interface SideJob {
  name: string;
  everyMs: number;
  run(): Promise<unknown>;
}

const QUEUE = 'side-jobs';
/** Finished jobs kept for whoever looks; the truth of what they did is in Postgres. */
const KEPT = 100;
/** How soon jobs run again that Redis has forgotten. */
const LOOK_EVERY_MS = 30_000;

/**
 * Runs side jobs over BullMQ. Redis away delays them and is reported once a lost connection; nothing else waits for
 * them. Close it to finish the one under way. Source: docs/decisions/0001-temporal-and-bullmq.md.
 */
export async function startSideJobs(
  redisUrl: string,
  jobs: readonly SideJob[],
  onError: (error: unknown) => void,
  options: { lookEveryMs?: number } = {},
): Promise<{ close(): Promise<void> }> {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  connection.on('error', onError);
  const queue = new Queue(QUEUE, { connection });
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const worker = new Worker(QUEUE, (job) => byName.get(job.name)?.run() ?? Promise.resolve(), { connection });
  queue.on('error', onError);
  worker.on('error', onError);
  worker.on('failed', (_job, error) => onError(error));
  const schedule = () => Promise.all(jobs.map((job) => ensureScheduled(queue, job))).catch(onError);
  const scheduled = schedule();
  // A Redis that was emptied knows of no job any more.
  const looking = setInterval(() => {
    if (connection.status === 'ready') void schedule();
  }, options.lookEveryMs ?? LOOK_EVERY_MS);
  looking.unref();
  return {
    async close() {
      clearInterval(looking);
      // Without Redis there is nothing to finish, and an orderly close would wait for it.
      if (connection.status === 'ready') {
        await scheduled;
        await worker.close();
        await queue.close();
      }
      connection.disconnect();
    },
  };
}

async function ensureScheduled(queue: Queue, { name, everyMs }: SideJob): Promise<void> {
  if ((await queue.getJobScheduler(name))?.every === everyMs) return;
  await queue.upsertJobScheduler(
    name,
    { every: everyMs },
    { opts: { removeOnComplete: KEPT, removeOnFail: KEPT } },
  );
}
