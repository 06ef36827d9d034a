import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../domain/errors.ts';

/** Largest upload in bytes. */
export const MOST_UPLOAD_BYTES = 2 * 1024 ** 3;

/** A received file, still under a name of its own. */
export interface ReceivedFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Streams an upload to disk below `folder`, never holding more than a chunk. Throws `request.too_large`, and
 * `import.not_text` as soon as a NUL byte is seen; then nothing is left on disk.
 */
export async function receiveFile(source: Readable, folder: string): Promise<ReceivedFile> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `.incoming-${randomUUID()}`);
  const hash = createHash('sha256');
  let bytes = 0;
  const inspect = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > MOST_UPLOAD_BYTES) return done(new AppError({ code: 'request.too_large' }));
      if (chunk.includes(0)) return done(new AppError({ code: 'import.not_text' }));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(source, inspect, createWriteStream(path, { flush: true }));
  } catch (thrown) {
    await rm(path, { force: true });
    throw thrown;
  }
  return { path, sha256: hash.digest('hex'), bytes };
}

/** Gives a received file its lasting path, so that it is there after a crash; the folder must be on the same disk. */
export async function keepFile(file: ReceivedFile, path: string): Promise<void> {
  await rename(file.path, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
