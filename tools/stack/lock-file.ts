import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { pollUntil } from './poll.ts';
import { startMarkOf } from './process-identity.ts';
import { errorCode } from './error-code.ts';

const holderSchema = z.object({
  pid: z.int(),
  startMark: z.string(),
  what: z.string(),
  isLasting: z.boolean(),
});

/** Who holds a lock: the very process (see startMarkOf), what it does in words for a person, and whether waiting is vain. */
export type LockHolder = z.infer<typeof holderSchema>;

/** The living holder of a lock file, or undefined: free, stale or unreadable. */
export function lockHolder(file: string): LockHolder | undefined {
  try {
    const holder = holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return startMarkOf(holder.pid) === holder.startMark ? holder : undefined;
  } catch {
    return undefined;
  }
}

function removeStale(file: string, temporary: string): void {
  const moved = `${temporary}.stale`;
  try {
    renameSync(file, moved);
  } catch {
    return;
  }
  // Somebody may have replaced the stale lock between the look and the move: give theirs back.
  if (lockHolder(moved) !== undefined)
    try {
      linkSync(moved, file);
    } catch {
      // A third has taken it; theirs stands.
    }
  rmSync(moved, { force: true });
}

/** Takes the lock, also from a dead holder, and answers how to release it; or undefined when a living process holds it. */
export function tryLock(file: string, what: string, isLasting = false): (() => void) | undefined {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  const me: LockHolder = { pid: process.pid, startMark: startMarkOf(process.pid) ?? '', what, isLasting };
  writeFileSync(temporary, JSON.stringify(me));
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        linkSync(temporary, file);
        return () => {
          if (lockHolder(file)?.pid === process.pid) rmSync(file, { force: true });
        };
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') throw error;
        if (lockHolder(file) !== undefined) return undefined;
        removeStale(file, temporary);
      }
    }
    return undefined;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Runs `work` under the lock, waiting for it up to `deadlineMs`. Throws when a living process keeps it longer. */
export async function withLock<T>(
  file: string,
  { what, deadlineMs }: { what: string; deadlineMs: number },
  work: () => Promise<T>,
): Promise<T> {
  let release: (() => void) | undefined;
  await pollUntil(
    () => {
      release = tryLock(file, what);
      return release !== undefined;
    },
    { deadlineMs, everyMs: 50 },
  );
  if (release === undefined) {
    const holder = lockHolder(file);
    throw new Error(
      `${file} is held by ${holder ? `${holder.what} (pid ${holder.pid})` : 'another process'}.`,
    );
  }
  try {
    return await work();
  } finally {
    release();
  }
}
