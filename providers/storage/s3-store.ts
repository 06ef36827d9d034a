import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type * as S3 from '@aws-sdk/client-s3';
import { OBJECT_KEY, type ObjectStore } from '../../domain/storage/object-store.port.ts';
import type { S3Settings } from './s3-settings.ts';

type Library = typeof S3;

/** Longest time without a byte, and for a connection, ms. */
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 30_000 };

/** Objects in a bucket of S3 or of a store that speaks it. The library is loaded at first use. */
export function createS3Store(settings: S3Settings): ObjectStore {
  let loading: Promise<{ library: Library; client: S3.S3Client }> | undefined;
  const ready = () => (loading ??= load(settings));
  const address = (key: string) => ({ Bucket: settings.bucket, Key: keyOf(settings.prefix, key) });
  return {
    put: async (key, body) => {
      const at = address(key);
      const { library, client } = await ready();
      await spooled(body, async (file, byteSize) => {
        const command = new library.PutObjectCommand({
          ...at,
          Body: createReadStream(file),
          ContentLength: byteSize,
        });
        await client.send(command);
      });
    },
    open: async (key, range) => {
      const { library, client } = await ready();
      const part = range && { Range: `bytes=${range.first}-${range.last}` };
      try {
        const { Body } = await client.send(new library.GetObjectCommand({ ...address(key), ...part }));
        return Body instanceof Readable ? Body : null;
      } catch (error) {
        if (error instanceof library.NoSuchKey) return null;
        throw error;
      }
    },
    remove: async (key) => {
      const { library, client } = await ready();
      await client.send(new library.DeleteObjectCommand(address(key)));
    },
  };
}

async function load(settings: S3Settings): Promise<{ library: Library; client: S3.S3Client }> {
  const library = await import('@aws-sdk/client-s3');
  const { region, endpoint, credentials } = settings;
  const client = new library.S3Client({
    ...(region && { region }),
    // A store of one's own rarely has a host name for each bucket.
    ...(endpoint && { endpoint, forcePathStyle: true }),
    ...(credentials && { credentials }),
    requestHandler: TIMEOUTS,
  });
  return { library, client };
}

function keyOf(prefix: string, key: string): string {
  if (!OBJECT_KEY.test(key)) throw new RangeError('This is no key of an object.');
  return prefix === '' ? key : `${prefix}/${key}`;
}

/** The store wants the size before the first byte, and a retry wants the bytes again: so they lie in a file meanwhile. */
async function spooled(
  body: Readable,
  send: (file: string, byteSize: number) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'evercall-object-'));
  try {
    const file = join(directory, 'object');
    await pipeline(body, createWriteStream(file, { mode: 0o600 }));
    await send(file, (await stat(file)).size);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
