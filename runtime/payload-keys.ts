import { createSecretKey, type KeyObject } from 'node:crypto';
import { AppError } from '../domain/errors.ts';
import type { DataKeys } from '../providers/secrets/data-keys.ts';
import { deriveKey, type KeyEncryptionKeys, kekIdOf } from '../providers/secrets/local-key-wrapper.ts';
import { within } from './within.ts';

/** A key for payloads, with the name that a payload carries of it. */
export interface PayloadKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The keys that payloads of Temporal lie under: an organization's own where it is known, else the installation's. */
export interface PayloadKeys {
  /** The key to encrypt with; never fails: an organization's key that cannot be had now is replaced by the other. */
  keyOf(orgId: string | undefined): Promise<PayloadKey>;
  /** The key of that name; throws `secret.unreadable` when we do not have it. */
  keyNamed(id: string): Promise<KeyObject>;
}

const PURPOSE = 'payload codec';
/** A workflow task waits for this; the database may be away. */
const WAIT_MS = 500;
/** How long an organization whose key could not be had is not asked about again. */
const PAUSE_MS = 5_000;
const MOST_KEYS = 10_000;

/** The organization that a key's name tells; undefined for the installation's. */
export function organizationOf(keyId: string): string | undefined {
  return /^org:(?<orgId>[0-9a-f-]{36}):\d+$/.exec(keyId)?.groups?.['orgId'];
}

/** Payload keys derived from data keys, and from the key-encryption key for payloads of no known organization. */
export function createPayloadKeys(dataKeys: DataKeys, keks: KeyEncryptionKeys): PayloadKeys {
  const installation = toInstallationKey(keks.current);
  const derived = new Map<string, KeyObject>([[installation.id, installation.key]]);
  if (keks.previous) {
    const previous = toInstallationKey(keks.previous);
    derived.set(previous.id, previous.key);
  }
  const pausedUntilMs = new Map<string, number>();

  function derive(id: string, dataKey: Buffer): KeyObject {
    const key = derived.get(id) ?? createSecretKey(deriveKey(dataKey, PURPOSE));
    if (derived.size >= MOST_KEYS) derived.delete([...derived.keys()].find(organizationOf) ?? id);
    derived.set(id, key);
    return key;
  }

  return {
    async keyOf(orgId) {
      if (orgId === undefined || (pausedUntilMs.get(orgId) ?? 0) > performance.now()) return installation;
      try {
        const { version, key } = await within(dataKeys.current(orgId), WAIT_MS, keyIsLate);
        pausedUntilMs.delete(orgId);
        const id = `org:${orgId}:${version}`;
        return { id, key: derive(id, key) };
      } catch {
        if (pausedUntilMs.size >= MOST_KEYS) pausedUntilMs.clear();
        pausedUntilMs.set(orgId, performance.now() + PAUSE_MS);
        return installation;
      }
    },
    async keyNamed(id) {
      const known = derived.get(id);
      if (known) return known;
      const [, orgId, version] = id.split(':');
      if (!organizationOf(id) || orgId === undefined) throw new AppError({ code: 'secret.unreadable' });
      return derive(id, (await dataKeys.version(orgId, Number(version))).key);
    },
  };
}

function toInstallationKey(kek: Buffer): PayloadKey {
  return { id: `kek:${kekIdOf(kek)}`, key: createSecretKey(deriveKey(kek, PURPOSE)) };
}

function keyIsLate(): never {
  throw new Error('the key did not come in time');
}
