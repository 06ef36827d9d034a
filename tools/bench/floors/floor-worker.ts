import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { installEnd } from './run-floor.ts';

// A worker with nothing but the floors in it: `TEMPORAL_ADDRESS`, `TASK_QUEUE`.

Runtime.install({
  shutdownSignals: [],
  logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
});
const connection = await NativeConnection.connect({ address: process.env.TEMPORAL_ADDRESS ?? '' });
const worker = await Worker.create({
  connection,
  taskQueue: process.env.TASK_QUEUE ?? '',
  workflowsPath: new URL('./floor.workflows.ts', import.meta.url).pathname,
  activities: { nothing: async () => {} },
  maxCachedWorkflows: 1_000,
  workflowThreadPoolSize: 1,
  maxConcurrentActivityTaskExecutions: 40,
  stickyQueueScheduleToStartTimeout: '1s',
});
const run = worker.run();
console.log(JSON.stringify({ msg: 'ready', process: 'floor-worker' }));
await installEnd();
worker.shutdown();
await run;
await connection.close();
