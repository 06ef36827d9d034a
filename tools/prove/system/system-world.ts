import { join } from 'node:path';
import { createFileStore } from '../../../providers/storage/file-store.ts';
import { type ApiWorld, apiWorld } from '../../../test/api/harness/api-world.ts';
import type { Stack } from '../../stack/stack.ts';

/** Works in a world of two organizations inside a running stack: its database, keys and carrier. */
export async function inSystemWorld<T>(stack: Stack, work: (world: ApiWorld) => Promise<T>): Promise<T> {
  const key = (name: string) => Buffer.from(stack.env[name] ?? '', 'base64');
  const world = await apiWorld({
    system: {
      urls: stack.urls.database,
      temporalAddress: stack.urls.temporal,
      accessTokenKey: key('ACCESS_TOKEN_KEY'),
      keyEncryptionKey: key('EVERCALL_KEK'),
      carrier: stack.carrier,
    },
    parts: { objects: createFileStore(join(stack.env['DATA_DIR'] ?? '', 'objects')) },
    origins: { publicUrl: stack.env['PUBLIC_URL'] ?? '', fallbackUrl: stack.env['FALLBACK_URL'] ?? '' },
  });
  try {
    return await work(world);
  } finally {
    await world.close();
  }
}
