import { statfsSync } from 'node:fs';
import { StackError } from './stack-error.ts';

/** Least free space for a start: the database, its log of changes and Temporal's file at first take some 150 MB. */
export const leastFreeBytes = 300_000_000;

/** Throws StackError when the disk of `directory` has less than `leastBytes` free. */
export function requireDiskSpace(directory: string, leastBytes: number = leastFreeBytes): void {
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize >= leastBytes) return;
  const megabytes = (bytes: number) => Math.floor(bytes / 1_000_000);
  throw new StackError(
    `The disk is full: ${megabytes(bavail * bsize)} MB are free at ${directory}, and a start takes ${megabytes(leastBytes)} MB.`,
    'free some space (see `df -h .`) and run the same command again',
  );
}
