import { endTestRun, testLayout } from './test-run.ts';

/** Jest's global teardown: ends the servers that the tests started. The watcher of the setup then finds nothing to do. */
export default async function globalTeardown(): Promise<void> {
  await endTestRun(testLayout().stateDir);
}
