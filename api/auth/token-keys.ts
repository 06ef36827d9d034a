import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Prefix of a PKCS #8 document that holds an Ed25519 seed. Source: RFC 8410, section 7. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The keys of one seed: an Ed25519 pair for access tokens, secrets for refresh tokens, CSRF tokens, confirmation links and hashed addresses. */
export interface TokenKeys {
  /** Name of the public key in token headers: the first 16 characters of its SHA-256. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly refreshKey: Buffer;
  readonly csrfKey: Buffer;
  readonly confirmationKey: Buffer;
  readonly backoffKey: Buffer;
  readonly addressLogKey: Buffer;
}

/** The keys that are live: `current` signs, `previous` is only accepted, until what it signed has expired. */
export interface TokenKeyRing {
  readonly current: TokenKeys;
  readonly previous: TokenKeys | null;
}

/** The key ring of two seeds of 32 bytes; each secret is derived under a label of its own (HKDF-SHA-256, RFC 5869). */
export function createTokenKeyRing(seeds: { current: Buffer; previous?: Buffer | undefined }): TokenKeyRing {
  return {
    current: deriveKeys(seeds.current),
    previous: seeds.previous ? deriveKeys(seeds.previous) : null,
  };
}

/** Both live keys, the current one first. */
export function liveKeys({ current, previous }: TokenKeyRing): readonly TokenKeys[] {
  return previous ? [current, previous] : [current];
}

function deriveKeys(seed: Buffer): TokenKeys {
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey);
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const secret = (label: string) => Buffer.from(hkdfSync('sha256', seed, '', `evercall ${label} v1`, 32));
  return {
    kid: createHash('sha256').update(spki).digest('base64url').slice(0, 16),
    privateKey,
    publicKey,
    refreshKey: secret('refresh token'),
    csrfKey: secret('csrf token'),
    confirmationKey: secret('address confirmation'),
    backoffKey: secret('login backoff'),
    addressLogKey: secret('logged address'),
  };
}
