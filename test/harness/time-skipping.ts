import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { makeReady } from '../../tools/stack/obtain/make-ready.ts';
import { testServerProgram } from '../../tools/stack/obtain/obtain-test-server.ts';
import { serverMarkVariable, testLayout } from './test-run.ts';

/**
 * A time-skipping environment of one's own: skipping is global to a server, so each test file takes its own (up in 1 s).
 * Call `teardown()` in afterAll; what a crashed run leaves is ended by the watcher. The server lacks Schedules and
 * update-with-start: see testTemporal for those.
 */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  const program = await makeReady(testServerProgram, (line) => process.stderr.write(`${line}\n`));
  const { stateDir } = testLayout();
  const runner = join(stateDir, `time-skipping-server-${process.pid}`);
  // The mark lets the end of the run find a server whose test file was killed.
  // The SDK gives it 5 s to start: no compiler threads and no parallel collector keep that short on a busy machine.
  const java = `JAVA_TOOL_OPTIONS='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto'`;
  const script = `#!/bin/sh\n${java} ${serverMarkVariable}='${stateDir}' exec '${program}' "$@"\n`;
  writeFileSync(runner, script, { mode: 0o755 });
  const executable = { type: 'existing-path', path: runner } as const;
  return TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
}
