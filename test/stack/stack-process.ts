import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Layout, layoutOf, repositoryRoot } from '../../tools/stack/layout.ts';
import { endRecordedProcesses } from '../../tools/stack/leftovers.ts';
import { pollUntil } from '../../tools/stack/poll.ts';
import { stackPrefix, testLayout } from '../harness/test-run.ts';
import { isRunning, type ProcessRecord, readRecords } from '../../tools/stack/process-record.ts';

/** A command of the stack as a process of its own; `output` is what it has printed so far. */
export interface StackProcess {
  child: ChildProcess;
  output(): string;
  exited: Promise<number | null>;
}

/** Runs `tools/stack/main.ts` on a state directory; ports are chosen free unless `args` says otherwise. */
export function runStack(
  layout: Layout,
  args: readonly string[],
  env: Record<string, string> = {},
): StackProcess {
  const command = ['tools/stack/main.ts', ...args, '--state-dir', layout.stateDir];
  const child = spawn(process.execPath, command, {
    cwd: repositoryRoot,
    env: { ...process.env, EVERCALL_LAUNCHER_FD: '3', ...env },
    // The fourth is the launcher's pipe: should the tests be killed, the stack ends too.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', (code) => resolve(code));
  });
  return { child, output: () => text, exited };
}

/** Starts the servers in the foreground and waits until they serve. */
export async function startForeground(layout: Layout): Promise<StackProcess> {
  const process = runStack(layout, ['up', '--servers', '--foreground', '--ports', 'auto']);
  const isUp = await pollUntil(() => process.output().includes('the stack is up'), { deadlineMs: 60_000 });
  if (!isUp) throw new Error(`The stack did not come up:\n${process.output()}`);
  return process;
}

/** The records of processes that run. */
export function runningRecords(layout: Layout): ProcessRecord[] {
  return readRecords(layout).filter(isRunning);
}

/** A state directory for one test, in that of the run, and its end: whatever still runs in it, and its files. */
export function throwawayState(): { layout: Layout; remove(): Promise<void> } {
  const layout = layoutOf(mkdtempSync(join(testLayout().stateDir, stackPrefix)));
  return {
    layout,
    async remove() {
      await endRecordedProcesses(layout);
      rmSync(layout.stateDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
