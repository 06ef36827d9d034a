import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { testTemporal } from '../../harness/test-temporal.ts';

/** A worker for a test file that runs the workflows of one file; the result is its task queue. */
export function useTestWorker(workflowsPath: string): string {
  const taskQueue = `test-${randomUUID()}`;
  let stop = async (): Promise<void> => {};
  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const { address, namespace } = await testTemporal();
    const connection = await NativeConnection.connect({ address });
    const worker = await Worker.create({ connection, namespace, taskQueue, workflowsPath });
    const running = worker.run();
    stop = async () => {
      worker.shutdown();
      await running;
      await connection.close();
    };
  }, 120_000);
  afterAll(() => stop());
  return taskQueue;
}
