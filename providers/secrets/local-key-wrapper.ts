import { hkdfSync } from 'node:crypto';
import { AppError } from '../../domain/errors.ts';
import { decrypt, encrypt, KEY_BYTES } from './aes-gcm.ts';
import type { KeyWrapper } from './key-wrapper.port.ts';

/** The key-encryption keys of a process: the one in use, and while it is being rotated the one before. 32 bytes each. */
export interface KeyEncryptionKeys {
  readonly current: Buffer;
  readonly previous?: Buffer;
}

/** A key of its own for one purpose. Source: RFC 5869. */
export function deriveKey(kek: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', kek, '', `evercall ${purpose}`, KEY_BYTES));
}

/** Name of a key-encryption key, which tells nothing of it. */
export function kekIdOf(kek: Buffer): string {
  return `local:${deriveKey(kek, 'key id').toString('hex').slice(0, 16)}`;
}

/** Wraps under a key from the configuration; unwraps what the previous key wrapped as well. */
export function createLocalKeyWrapper({ current, previous }: KeyEncryptionKeys): KeyWrapper {
  const wrapping = new Map(
    [previous, current]
      .filter((kek) => kek !== undefined)
      .map((kek) => [kekIdOf(kek), deriveKey(kek, 'key wrapping')]),
  );
  const kekId = kekIdOf(current);
  const currentKey = deriveKey(current, 'key wrapping');
  return {
    kekId,
    wrap: async (key, bound) => ({ wrappedKey: encrypt(currentKey, key, bound), kekId }),
    unwrap: async (wrapped, bound) => {
      const key = wrapping.get(wrapped.kekId);
      const unwrapped = key && decrypt(key, wrapped.wrappedKey, bound);
      if (!unwrapped) throw new AppError({ code: 'secret.unreadable' });
      return unwrapped;
    },
  };
}
