import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Layout } from './layout.ts';
import { StackError } from './stack-error.ts';
import { errorCode } from './error-code.ts';

const secretsSchema = z.object({
  postgresSuperuserPassword: z.string(),
  appOwnerPassword: z.string(),
  appUserPassword: z.string(),
  appSystemPassword: z.string(),
  appBackupPassword: z.string(),
  /** Base64 of 32 random bytes, the seed of the access-token key. */
  accessTokenKey: z.string(),
  emulatorAuthToken: z.string(),
  /** Base64 of 32 random bytes: wraps the keys that stored secrets lie under. */
  keyEncryptionKey: z.string(),
});

/** Stacks made before secrets were sealed have no key-encryption key yet. */
const storedSchema = secretsSchema.partial({ keyEncryptionKey: true });

/** Passwords and keys of one development stack, random, made once. */
export type StackSecrets = z.infer<typeof secretsSchema>;

function randomSecrets(): StackSecrets {
  const password = () => randomBytes(24).toString('base64url');
  return {
    postgresSuperuserPassword: password(),
    appOwnerPassword: password(),
    appUserPassword: password(),
    appSystemPassword: password(),
    appBackupPassword: password(),
    accessTokenKey: randomBytes(32).toString('base64'),
    emulatorAuthToken: randomBytes(16).toString('hex'),
    keyEncryptionKey: randomBytes(32).toString('base64'),
  };
}

function write(layout: Layout, secrets: StackSecrets): StackSecrets {
  writeFileSync(`${layout.secretsFile}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${layout.secretsFile}.new`, layout.secretsFile);
  return secrets;
}

/** The secrets of a stack: read from its state directory, made (readable by the owner alone, 0600) at first. Idempotent. */
export function loadSecrets(layout: Layout): StackSecrets {
  let text: string;
  try {
    text = readFileSync(layout.secretsFile, 'utf8');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return write(layout, randomSecrets());
  }
  try {
    const stored = storedSchema.parse(JSON.parse(text));
    const { keyEncryptionKey } = stored;
    if (keyEncryptionKey !== undefined) return { ...stored, keyEncryptionKey };
    return write(layout, { ...stored, keyEncryptionKey: randomSecrets().keyEncryptionKey });
  } catch (cause) {
    throw new StackError(
      `${layout.secretsFile} is damaged, and the passwords of the database in it are lost.`,
      `rm -r ${layout.stateDir} (deletes the development data)`,
      { cause },
    );
  }
}
