import { createHmac, randomBytes } from 'node:crypto';
import { liveKeys, type TokenKeyRing } from './token-keys.ts';

const PREFIX = 'crt_';

/** A refresh token to begin a session with: 32 random bytes. */
export function newRefreshToken(): string {
  return PREFIX + randomBytes(32).toString('base64url');
}

/**
 * What may follow a refresh token under each live key, the current key's first: an HMAC of it, so that nobody without
 * the key can tell the next one, and the same question has the same answer.
 */
export function successorsOf(keys: TokenKeyRing, token: string): readonly [string, ...string[]] {
  const under = (key: Buffer) => PREFIX + createHmac('sha256', key).update(token).digest('base64url');
  const [, ...older] = liveKeys(keys);
  return [under(keys.current.refreshKey), ...older.map(({ refreshKey }) => under(refreshKey))];
}
