import { join } from 'node:path';
import type { ObjectStore } from '../domain/storage/object-store.port.ts';
import { guardStore } from '../providers/breakers/guarded-providers.ts';
import { createFileStore } from '../providers/storage/file-store.ts';
import { createS3Store } from '../providers/storage/s3-store.ts';
import { readS3Url } from '../providers/storage/s3-settings.ts';
import type { Foundation } from './foundation.ts';

/** Where recordings are kept: the bucket that `OBJECT_STORE` names, else a folder of the data directory. */
export function createObjectStore({
  config,
  breakers,
}: Pick<Foundation, 'config' | 'breakers'>): ObjectStore {
  const s3 = config.OBJECT_STORE === undefined ? null : readS3Url(config.OBJECT_STORE);
  return guardStore(breakers, s3 ? createS3Store(s3) : createFileStore(join(config.DATA_DIR, 'objects')));
}
