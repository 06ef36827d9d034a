import { randomBytes } from 'node:crypto';
import { AppError } from '../../domain/errors.ts';
import { KEY_BYTES } from './aes-gcm.ts';
import type { KeyWrapper, WrappedKey } from './key-wrapper.port.ts';

/** A stored data key of an organization. */
export interface StoredDataKey extends WrappedKey {
  readonly version: number;
}

/** Where wrapped data keys are kept. */
export interface DataKeyStore {
  /** The newest that is not retired; null when the organization has none. */
  newest(orgId: string): Promise<StoredDataKey | null>;
  version(orgId: string, version: number): Promise<StoredDataKey | null>;
  /** Adds a version unless another process was first; answers the one that stands. */
  add(orgId: string, key: StoredDataKey): Promise<StoredDataKey>;
}

/** A data key ready for use. */
export interface DataKey {
  readonly version: number;
  readonly key: Buffer;
}

/** Data keys of organizations, unwrapped once and remembered. */
export interface DataKeys {
  /** The one to seal with; made at the first use. */
  current(orgId: string): Promise<DataKey>;
  /** Throws `secret.unreadable` when there is none. */
  version(orgId: string, version: number): Promise<DataKey>;
  /** A remembered key without waiting: undefined when it must be read first. */
  remembered(orgId: string, version: number): Buffer | undefined;
}

/** How long a current version is believed; a retired one is not sealed with after it. */
const CURRENT_KEPT_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/** What a wrapped data key is bound to. */
export function boundTo(orgId: string, version: number): string {
  return `data key|${orgId}|${version}`;
}

/** Data keys over a store and a wrapper; a version never changes, so that it is remembered for the process's life. */
export function createDataKeys(store: DataKeyStore, wrapper: KeyWrapper): DataKeys {
  const keys = new Map<string, Buffer>();
  const current = new Map<string, { version: number; untilMs: number }>();

  async function unwrap(orgId: string, stored: StoredDataKey): Promise<DataKey> {
    const name = boundTo(orgId, stored.version);
    const key = keys.get(name) ?? (await wrapper.unwrap(stored, name));
    remember(keys, name, key);
    return { version: stored.version, key };
  }

  async function first(orgId: string): Promise<StoredDataKey> {
    const wrapped = await wrapper.wrap(randomBytes(KEY_BYTES), boundTo(orgId, 1));
    return store.add(orgId, { ...wrapped, version: 1 });
  }

  return {
    async current(orgId) {
      const known = current.get(orgId);
      const key = known && keys.get(boundTo(orgId, known.version));
      if (known && key && performance.now() < known.untilMs) return { version: known.version, key };
      const found = await unwrap(orgId, (await store.newest(orgId)) ?? (await first(orgId)));
      remember(current, orgId, {
        version: found.version,
        untilMs: performance.now() + CURRENT_KEPT_MS,
      });
      return found;
    },
    async version(orgId, version) {
      const key = keys.get(boundTo(orgId, version));
      if (key) return { version, key };
      const stored = await store.version(orgId, version);
      if (!stored) throw new AppError({ code: 'secret.unreadable' });
      return unwrap(orgId, stored);
    },
    remembered: (orgId, version) => keys.get(boundTo(orgId, version)),
  };
}

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  const oldest = map.keys().next();
  if (map.size >= MOST_REMEMBERED && !map.has(key) && !oldest.done) map.delete(oldest.value);
  map.set(key, value);
}
