import { Worker, type WorkerOptions } from '@temporalio/worker';
import { TASK_QUEUES, type TaskQueue } from '../contracts/names.ts';
import { composeWorker } from '../runtime/compose-worker.ts';
import { readConfig, type Config } from '../runtime/config.ts';
import { createLogger } from '../runtime/logger.ts';
import { patiently } from '../runtime/patiently.ts';
import type { RunningProcess } from '../runtime/run-process.ts';
import { startTelemetry } from '../runtime/telemetry.ts';
import { connectWorker, installRuntime, readTemporalTarget } from '../runtime/temporal.ts';
import { tracedActivities } from '../runtime/tracing-temporal.ts';
import { workflowBundlePath } from '../runtime/workflow-bundle.ts';

/** Queues whose workers run workflows; the others run activities only. */
const WORKFLOW_QUEUES: ReadonlySet<TaskQueue> = new Set([TASK_QUEUES.calls, TASK_QUEUES.campaigns]);

/**
 * A task that was taken must be done within its two seconds, and all share one thread: with the SDK's 40, the survivor of
 * a killed worker took the replay of as many calls at once, finished none in time and was refused more. What is not
 * taken waits at the server and fails nothing.
 */
const CALL_TASKS_AT_ONCE = 16;

/** Starts a worker process that hosts the given queues, or every queue with `WORKER_QUEUES=all`. */
export async function hostQueues(name: string, own: readonly TaskQueue[]): Promise<RunningProcess> {
  const config = readConfig(process.env);
  const logger = createLogger(name, config.LOG_LEVEL);
  installRuntime(logger);
  const queues = config.WORKER_QUEUES === 'all' ? Object.values(TASK_QUEUES) : own;
  const target = readTemporalTarget();
  const { activities, foundation } = await composeWorker(name, config, logger);
  const connection = await patiently('Temporal', logger, () => connectWorker(target));
  const { dataConverter } = foundation;
  const codePath = await workflowBundlePath(config.CACHE_DIR, {
    failureConverterPath: dataConverter.failureConverterPath,
  });
  const workers = await Promise.all(
    queues.map((taskQueue) =>
      Worker.create({
        connection,
        namespace: target.namespace,
        taskQueue,
        activities,
        dataConverter,
        interceptors: { activity: [tracedActivities] },
        shutdownGraceTime: '10s',
        ...(WORKFLOW_QUEUES.has(taskQueue) && { workflowBundle: { codePath }, workflowThreadPoolSize: 1 }),
        ...sizesOf(taskQueue, config),
      }),
    ),
  );
  const telemetry = await startTelemetry(foundation, { name, queues });
  const runs = Promise.all(workers.map((worker) => worker.run())).then(() => {});
  return {
    logger,
    finished: runs,
    async close() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await runs.catch(() => {});
      await connection.close();
      await telemetry.close();
      await foundation.close();
    },
  };
}

function sizesOf(taskQueue: TaskQueue, config: Config): Partial<WorkerOptions> {
  if (taskQueue !== TASK_QUEUES.calls) return { maxCachedWorkflows: config.WORKER_CACHED_WORKFLOWS };
  return {
    maxCachedWorkflows: config.WORKER_CACHED_WORKFLOWS,
    maxConcurrentActivityTaskExecutions: config.WORKER_CALL_SLOTS,
    // A caller waits on these: when a worker dies, its calls move to the other one after a second.
    stickyQueueScheduleToStartTimeout: '1s',
    maxConcurrentWorkflowTaskExecutions: CALL_TASKS_AT_ONCE,
  };
}
