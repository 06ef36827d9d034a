import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import { AppError } from '../../domain/errors.ts';
import type { SecretBox } from '../../domain/secrets/secret-box.port.ts';

/** The key of each organization's audit chain. */
export interface AuditKeys {
  /** The chain's key, made at the first entry; `tx` is in that organization. */
  keyOf(tx: PoolClient, orgId: string): Promise<Buffer>;
}

const KEY_BYTES = 32;
const VERSION_BYTES = 4;
const KIND = 'audit_key';
const MOST_REMEMBERED = 10_000;

/** Opens a secret box inside a transaction that is already open. */
export type BoxIn = (tx: PoolClient) => SecretBox;

/**
 * Chain keys that lie sealed in `organization.audit_key`: who can write to the database but has not the key-encryption
 * key cannot forge a chain. A key that is not sealed is taken over before the first entry only.
 */
export function createSealedAuditKeys(boxIn: BoxIn): AuditKeys {
  const remembered = new Map<string, Buffer>();
  return {
    async keyOf(tx, orgId) {
      const known = remembered.get(orgId);
      if (known) return known;
      const key = await sealedKey(tx, boxIn(tx), orgId);
      const oldest = remembered.keys().next();
      if (remembered.size >= MOST_REMEMBERED && !oldest.done) remembered.delete(oldest.value);
      remembered.set(orgId, key);
      return key;
    },
  };
}

async function sealedKey(tx: PoolClient, box: SecretBox, orgId: string): Promise<Buffer> {
  const stored = await readKey(tx, orgId);
  if (stored && stored.length > KEY_BYTES) {
    const sealed = {
      keyVersion: stored.readUInt32BE(0),
      ciphertext: stored.subarray(VERSION_BYTES),
    };
    return Buffer.from(await box.open(orgId, KIND, sealed), 'base64');
  }
  if (await hasEntries(tx)) throw new AppError({ code: 'secret.unreadable' });
  const key = stored ?? randomBytes(KEY_BYTES);
  const { ciphertext, keyVersion } = await box.seal(orgId, KIND, key.toString('base64'));
  const version = Buffer.alloc(VERSION_BYTES);
  version.writeUInt32BE(keyVersion);
  await writeKey(tx, orgId, Buffer.concat([version, ciphertext]));
  return key;
}

/** Chain keys that lie open in the database: for tests, which have no key-encryption key. */
export const plainAuditKeys: AuditKeys = {
  async keyOf(tx, orgId) {
    const stored = await readKey(tx, orgId);
    if (stored && stored.length !== KEY_BYTES) throw new AppError({ code: 'secret.unreadable' });
    const key = stored ?? randomBytes(KEY_BYTES);
    if (!stored) await writeKey(tx, orgId, key);
    return key;
  },
};

let installed: AuditKeys = plainAuditKeys;

/** Says once, at the start of a process, where `recordAudit` has its keys from; the composition root calls it. */
export function installAuditKeys(keys: AuditKeys): void {
  installed = keys;
}

/** The keys of this process. */
export function auditKeys(): AuditKeys {
  return installed;
}

async function readKey(tx: PoolClient, orgId: string): Promise<Buffer | null> {
  const { rows } = await tx.query<{ key: Buffer | null }>(
    'SELECT audit_key AS key FROM organization WHERE id = $1',
    [orgId],
  );
  return rows[0]?.key ?? null;
}

async function writeKey(tx: PoolClient, orgId: string, key: Buffer): Promise<void> {
  await tx.query('UPDATE organization SET audit_key = $2 WHERE id = $1', [orgId, key]);
}

async function hasEntries(tx: PoolClient): Promise<boolean> {
  const { rows } = await tx.query<{ has: boolean }>('SELECT EXISTS (SELECT FROM audit_entry) AS has');
  return rows[0]?.has ?? false;
}
