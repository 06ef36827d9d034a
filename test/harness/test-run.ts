import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess } from '../../tools/stack/end-process.ts';
import { type Layout, layoutOf, makeDirectories } from '../../tools/stack/layout.ts';
import { launcherLockFile } from '../../tools/stack/launcher-lock.ts';
import { endRecordedProcesses } from '../../tools/stack/leftovers.ts';
import { lockHolder, tryLock } from '../../tools/stack/lock-file.ts';
import { pollUntil } from '../../tools/stack/poll.ts';
import { startMarkOf } from '../../tools/stack/process-identity.ts';
import { readRecords } from '../../tools/stack/process-record.ts';

const PREFIX = 'evercall-test-';
const MAKING_LIMIT_MS = 60_000;

/** Name prefix of directories in that of the run which are state directories of stacks under test. */
export const stackPrefix = 'stack-';

/** Environment variable that tells the test files the directory of the run. */
export const testDirectoryVariable = 'EVERCALL_TEST_DIR';

/** Environment variable that marks the servers which the Temporal SDK starts for us, so that they can be found. */
export const serverMarkVariable = 'EVERCALL_TEST_SERVER_OF';

function ownerFile(directory: string): string {
  return join(directory, 'owner.lock');
}

/** Makes the throwaway directory of one test run, owned by this process, and names it in the environment. */
export function beginTestRun(): string {
  const directory = mkdtempSync(join(tmpdir(), PREFIX));
  // PostgreSQL runs as another user under root and must be able to enter.
  chmodSync(directory, 0o755);
  makeDirectories(layoutOf(directory));
  tryLock(ownerFile(directory), 'a test run');
  process.env[testDirectoryVariable] = directory;
  return directory;
}

/** Layout of the run that this test file belongs to. Throws when jest was started without our global setup. */
export function testLayout(): Layout {
  const directory = process.env[testDirectoryVariable];
  if (directory === undefined)
    throw new Error(
      'Servers for tests need globalSetup: "./test/harness/global-setup.ts" in the jest config.',
    );
  return layoutOf(directory);
}

/** Processes that carry our mark for this run in their environment. Linux only, else none. */
function markedProcesses(directory: string): number[] {
  if (process.platform !== 'linux') return [];
  const mark = `${serverMarkVariable}=${directory}\0`;
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark);
      } catch {
        return false;
      }
    })
    .map(Number);
}

function stacksUnderTest(directory: string): string[] {
  return readdirSync(directory)
    .filter((entry) => entry.startsWith(stackPrefix))
    .map((entry) => join(directory, entry));
}

/** Takes a stack from its launcher or watcher, once that is done or gone, and ends what then still runs. */
async function endStack(layout: Layout): Promise<void> {
  // Kept: the directory goes, and nobody may begin to write in it.
  const take = () => tryLock(launcherLockFile(layout), 'the end of a test run') !== undefined;
  await pollUntil(take, { deadlineMs: 15_000, everyMs: 100 });
  await endRecordedProcesses(layout);
}

/** Ends every server of a test run and deletes its directory. Idempotent. */
export async function endTestRun(directory: string): Promise<void> {
  if (!existsSync(directory)) return;
  const layout = layoutOf(directory);
  // Nothing in it is kept, so there is no point in a graceful end.
  await Promise.all(readRecords(layout).map((record) => endProcess(record, 2_000)));
  for (const stack of stacksUnderTest(directory)) await endStack(layoutOf(stack));
  for (const pid of markedProcesses(directory))
    if (startMarkOf(pid) !== undefined) process.kill(pid, 'SIGKILL');
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

/** Cleans up after test runs whose process is gone (killed, crashed), and answers their directories. */
export async function sweepCrashedRuns(): Promise<string[]> {
  const crashed = readdirSync(tmpdir())
    .filter((entry) => entry.startsWith(PREFIX))
    .map((entry) => join(tmpdir(), entry))
    .filter((directory) => isOwnerGone(directory));
  for (const directory of crashed) await endTestRun(directory);
  return crashed;
}

function isOwnerGone(directory: string): boolean {
  try {
    // Another user's, or one that is being deleted at this moment, is not ours to end.
    accessSync(directory, constants.W_OK);
    const isBeingMade = Date.now() - statSync(directory).mtimeMs < MAKING_LIMIT_MS;
    return existsSync(ownerFile(directory)) ? lockHolder(ownerFile(directory)) === undefined : !isBeingMade;
  } catch {
    return false;
  }
}
