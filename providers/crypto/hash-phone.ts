import { createHmac } from 'node:crypto';

/**
 * The keyed hash that stands for a number wherever the number itself must not: HMAC-SHA256, 32 bytes. `orgKey` is the
 * organization's `phone_hash_key`, `e164` like +12125550123. Survives erasure, tells nothing without the key.
 */
export function hashPhone(orgKey: Buffer, e164: string): Buffer {
  return createHmac('sha256', orgKey).update(e164, 'utf8').digest();
}
