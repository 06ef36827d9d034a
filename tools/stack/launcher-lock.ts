import { join } from 'node:path';
import type { Layout } from './layout.ts';
import { lockHolder, tryLock } from './lock-file.ts';
import { pollUntil } from './poll.ts';
import { StackError } from './stack-error.ts';

/** The lock of whoever starts and ends the processes of a state directory. */
export function launcherLockFile(layout: Layout): string {
  return join(layout.stateDir, 'launcher.lock');
}

/** Takes the launcher's lock and answers how to release it. Waits for a short holder; throws StackError naming a lasting one. */
export async function takeLauncherLock(layout: Layout, what: string, isLasting = false): Promise<() => void> {
  const file = launcherLockFile(layout);
  let release: (() => void) | undefined;
  await pollUntil(
    () => {
      release = tryLock(file, what, isLasting);
      return release !== undefined || lockHolder(file)?.isLasting === true;
    },
    { deadlineMs: 60_000, everyMs: 100 },
  );
  if (release !== undefined) return release;
  const holder = lockHolder(file);
  throw new StackError(
    `The stack in ${layout.stateDir} is in the hands of ${holder?.what ?? 'another process'} (pid ${holder?.pid}).`,
    `kill ${holder?.pid} (it then ends everything it started)`,
  );
}
