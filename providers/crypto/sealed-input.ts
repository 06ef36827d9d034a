import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = 'aes-256-gcm';

function keyOf(linkKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', linkKey, '', 'evercall sealed input', 32));
}

/**
 * Seals what a caller entered into the `i` parameter of a redirect, so that keys pressed travel neither readable nor
 * changeable. `bound` (attempt and turn) must be the same when it is opened. AES-256-GCM, base64url.
 */
export function sealInput(linkKey: Buffer, bound: string, input: unknown): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyOf(linkKey), nonce).setAAD(Buffer.from(bound, 'utf8'));
  const sealed = [nonce, cipher.update(JSON.stringify(input), 'utf8'), cipher.final()];
  return Buffer.concat([...sealed, cipher.getAuthTag()]).toString('base64url');
}

/** The sealed input, or undefined when it was changed, bound to something else, or never ours. */
export function openInput(linkKey: Buffer, bound: string, sealed: string): unknown {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, keyOf(linkKey), bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(bound, 'utf8'))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString('utf8'));
  } catch {
    return undefined;
  }
}
