import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliFault } from './cli-fault.ts';

/** A JSON file, relative to `cwd`. Throws `CliFault` when it cannot be read or is no JSON. */
export async function readJsonFile(cwd: string, file: string): Promise<unknown> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CliFault(`${file}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliFault(`${file}: not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
