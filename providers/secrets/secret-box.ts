import { AppError } from '../../domain/errors.ts';
import type { SecretBox } from '../../domain/secrets/secret-box.port.ts';
import { decrypt, encrypt } from './aes-gcm.ts';
import type { DataKeys } from './data-keys.ts';

/** The secrets of organizations under their data keys: AES-256-GCM, bound to organization, kind and key version. */
export function createSecretBox(keys: DataKeys): SecretBox {
  return {
    async seal(orgId, kind, plaintext) {
      const { key, version } = await keys.current(orgId);
      const bytes = Buffer.from(plaintext, 'utf8');
      return { ciphertext: encrypt(key, bytes, bound(orgId, kind, version)), keyVersion: version };
    },
    async open(orgId, kind, { ciphertext, keyVersion }) {
      const { key } = await keys.version(orgId, keyVersion);
      const bytes = decrypt(key, ciphertext, bound(orgId, kind, keyVersion));
      if (!bytes) throw new AppError({ code: 'secret.unreadable' });
      return bytes.toString('utf8');
    },
  };
}

function bound(orgId: string, kind: string, version: number): string {
  return `${orgId}|${kind}|${version}`;
}
