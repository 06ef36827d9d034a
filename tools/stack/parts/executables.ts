import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The first of `candidates` (absolute paths) that is an executable file, or undefined. */
export function firstExecutable(candidates: readonly string[]): string | undefined {
  return candidates.find(isExecutable);
}

/** Absolute path of the first of `names` found on PATH, or undefined. */
export function findOnPath(...names: string[]): string | undefined {
  const directories = (process.env['PATH'] ?? '').split(delimiter).filter((dir) => dir !== '');
  return firstExecutable(names.flatMap((name) => directories.map((dir) => join(dir, name))));
}
