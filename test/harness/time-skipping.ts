import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { makeReady } from '../../tools/stack/obtain/make-ready.ts';
import { testServerProgram } from '../../tools/stack/obtain/obtain-test-server.ts';
import { pollUntil } from '../../tools/stack/poll.ts';
import { freePort } from '../../tools/stack/ports.ts';
import { acceptsConnections } from '../../tools/stack/stack-status.ts';
import { serverMarkVariable, testLayout } from './test-run.ts';

/** A Java program on a machine where other test files run beside it. */
const START_LIMIT_MS = 50_000;

/**
 * A time-skipping environment of one's own: skipping is global to a server, so each test file takes its own (up in 1 s).
 * Call `teardown()` in afterAll; what a crashed run leaves is ended by the watcher. The server lacks Schedules and
 * update-with-start: see testTemporal for those.
 */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  const port = await freePort();
  const server = await startServer(port);
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: standIn() }, port },
  });
  const teardown = environment.teardown.bind(environment);
  environment.teardown = async () => {
    await teardown();
    await ended(server);
  };
  return environment;
}

async function startServer(port: number): Promise<ChildProcess> {
  const program = await makeReady(testServerProgram, (line) => process.stderr.write(`${line}\n`));
  const { stateDir } = testLayout();
  // The mark lets the end of the run find a server whose test file was killed. No compiler threads and no parallel
  // collector keep the start short on a busy machine.
  const env = {
    ...process.env,
    [serverMarkVariable]: stateDir,
    JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto',
  };
  const server = spawn(program, [String(port)], { env, stdio: 'ignore' });
  const isUp = () => server.exitCode !== null || acceptsConnections('127.0.0.1', port);
  const up = await pollUntil(isUp, { deadlineMs: START_LIMIT_MS });
  if (up && server.exitCode === null) return server;
  await ended(server);
  throw new Error(`The time-skipping server did not accept connections within ${START_LIMIT_MS / 1_000} s.`);
}

/**
 * What the SDK starts instead of the server: it grants a server 5 s, which Java on a busy machine misses, and cannot
 * join one that runs already. It finds ours on the port, and ends the stand-in as if that were it.
 */
function standIn(): string {
  const { stateDir } = testLayout();
  const path = join(stateDir, `time-skipping-server-${process.pid}`);
  const script = `#!/bin/sh\n${serverMarkVariable}='${stateDir}' exec sleep 86400\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await exit;
}
