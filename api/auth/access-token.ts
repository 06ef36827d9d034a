import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { ROLES } from '../../contracts/auth.schema.ts';
import { AppError } from '../../domain/errors.ts';
import { ExpiringCache } from '../http/expiring-cache.ts';
import type { Principal } from './principal.ts';

/** Life of an access token in seconds. */
export const ACCESS_TOKEN_SECONDS = 600;
const AUDIENCE = 'evercall-api';
const ISSUER = 'evercall';

/** Prefix of a PKCS #8 document that holds an Ed25519 seed. Source: RFC 8410, section 7. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

const claimsSchema = z.object({
  sub: z.uuid(),
  org: z.uuid(),
  role: z.enum(ROLES),
  exp: z.number(),
});

/** Signs and verifies access tokens of this installation. */
export interface AccessTokens {
  sign(principal: Principal): Promise<string>;
  /** The bearer of a token; throws `auth.required` when it is forged, foreign or expired. */
  verify(token: string): Promise<Principal>;
}

/**
 * Ed25519 tokens (EdDSA) of ten minutes with `aud org role kid`; `seed` is 32 bytes. A verified token is remembered by
 * its hash until it expires, so that a request costs no second signature check.
 */
export function createAccessTokens(seed: Buffer, wallMs: () => number): AccessTokens {
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey);
  const kid = keyId(publicKey);
  const verified = new ExpiringCache<Principal>(10_000, wallMs);

  async function verify(token: string): Promise<Principal> {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = verified.get(hash);
    if (known) return known;
    const { principal, expiresAtMs } = await check(token, publicKey, kid, wallMs());
    verified.set(hash, principal, expiresAtMs);
    return principal;
  }

  return {
    verify,
    sign: ({ userId, orgId, role }) => {
      const nowSeconds = Math.floor(wallMs() / 1000);
      return new SignJWT({ org: orgId, role })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
        .setSubject(userId)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + ACCESS_TOKEN_SECONDS)
        .sign(privateKey);
    },
  };
}

async function check(token: string, key: KeyObject, kid: string, nowMs: number) {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key, {
      algorithms: ['EdDSA'],
      audience: AUDIENCE,
      issuer: ISSUER,
      typ: 'at+jwt',
      currentDate: new Date(nowMs),
    });
    if (protectedHeader.kid !== kid) throw new Error('signed with another key');
    const { sub, org, role, exp } = claimsSchema.parse(payload);
    return { principal: { userId: sub, orgId: org, role }, expiresAtMs: exp * 1000 };
  } catch (cause) {
    throw new AppError({
      code: 'auth.required',
      message: 'The access token is not valid or has expired.',
      cause,
    });
  }
}

function keyId(publicKey: KeyObject): string {
  const raw = publicKey.export({ format: 'der', type: 'spki' });
  return createHash('sha256').update(raw).digest('base64url').slice(0, 16);
}
