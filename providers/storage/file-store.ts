import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OBJECT_KEY, type ObjectStore } from '../../domain/storage/object-store.port.ts';

/** Objects as files below a directory, which every process that reads or writes them has to share. */
export function createFileStore(directory: string): ObjectStore {
  return {
    put: async (key, body) => put(fileOf(directory, key), body),
    async open(key, range) {
      try {
        const file = await open(fileOf(directory, key));
        return file.createReadStream(range ? { start: range.first, end: range.last } : {});
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    remove: async (key) => rm(fileOf(directory, key), { force: true }),
  };
}

function fileOf(directory: string, key: string): string {
  if (!OBJECT_KEY.test(key)) throw new RangeError('This is no key of an object.');
  return join(directory, `${key}.object`);
}

/** Written beside its place and moved there once it is on the disk: a crash leaves the old object or the new one. */
async function put(file: string, body: Readable): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.${randomUUID()}.part`;
  try {
    await pipeline(body, createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';
}
