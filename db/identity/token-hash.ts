import { createHash } from 'node:crypto';

/** What is stored of a secret that people or programs hold: its SHA-256. The secrets are random, so no salt is needed. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
