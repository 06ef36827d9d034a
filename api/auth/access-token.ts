import { hash as digest } from 'node:crypto';
import { type JWTHeaderParameters, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { ROLES, type Role } from '../../contracts/auth.schema.ts';
import { AppError } from '../../domain/errors.ts';
import { ExpiringCache } from '../http/expiring-cache.ts';
import { liveKeys, type TokenKeyRing } from './token-keys.ts';

/** Life of an access token in seconds. */
export const ACCESS_TOKEN_SECONDS = 600;
const AUDIENCE = 'evercall-api';
const ISSUER = 'evercall';

/** What a person's token says. */
export interface PersonBearer {
  readonly kind: 'user';
  readonly userId: string;
  readonly orgId: string;
  readonly role: Role;
  readonly sessionId: string;
  /** The user's `token_version` when the token was made; a higher one since then ends it. */
  readonly tokenVersion: number;
}

/** What an operator's token says. */
export interface OperatorBearer {
  readonly kind: 'operator';
  readonly operatorId: string;
  readonly tokenVersion: number;
}

/** Whom an access token was given to. */
export type TokenBearer = PersonBearer | OperatorBearer;

/** Signs and verifies access tokens of this installation. */
export interface AccessTokens {
  sign(bearer: TokenBearer): Promise<string>;
  /** The bearer of a token; throws `auth.required` when it is forged, foreign or expired. */
  verify(token: string): Promise<TokenBearer>;
}

const claimsSchema = z.union([
  z
    .object({
      sub: z.uuid(),
      org: z.uuid(),
      role: z.enum(ROLES),
      sid: z.uuid(),
      ver: z.int().min(0),
      exp: z.number(),
    })
    .transform(({ sub, org, role, sid, ver, exp }) => ({
      bearer: { kind: 'user', userId: sub, orgId: org, role, sessionId: sid, tokenVersion: ver } as const,
      exp,
    })),
  z
    .object({
      sub: z.uuid(),
      org: z.never().optional(),
      role: z.literal('operator'),
      ver: z.int().min(0),
      exp: z.number(),
    })
    .transform(({ sub, ver, exp }) => ({
      bearer: { kind: 'operator', operatorId: sub, tokenVersion: ver } as const,
      exp,
    })),
]);

/**
 * Ed25519 tokens (EdDSA) of ten minutes with `aud org role sid ver kid`. The key is found by `kid` among the live ones
 * alone: no header can bring its own. A verified token is remembered by its hash until it expires, so that a request
 * costs no second signature check; whether its session still stands is asked elsewhere.
 */
export function createAccessTokens(keys: TokenKeyRing, wallMs: () => number): AccessTokens {
  const verified = new ExpiringCache<TokenBearer>(10_000, wallMs);

  async function verify(token: string): Promise<TokenBearer> {
    const hash = digest('sha256', token, 'base64');
    const known = verified.get(hash);
    if (known) return known;
    const { bearer, exp } = await check(token, keys, wallMs());
    verified.set(hash, bearer, exp * 1000);
    return bearer;
  }

  return {
    verify,
    sign: (bearer) => {
      const nowSeconds = Math.floor(wallMs() / 1000);
      return new SignJWT(claimsOf(bearer))
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: keys.current.kid })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + ACCESS_TOKEN_SECONDS)
        .sign(keys.current.privateKey);
    },
  };
}

function claimsOf(bearer: TokenBearer): Record<string, string | number> {
  if (bearer.kind === 'operator')
    return { sub: bearer.operatorId, role: 'operator', ver: bearer.tokenVersion };
  const { userId, orgId, role, sessionId, tokenVersion } = bearer;
  return { sub: userId, org: orgId, role, sid: sessionId, ver: tokenVersion };
}

async function check(token: string, keys: TokenKeyRing, nowMs: number) {
  const keyOf = (header: JWTHeaderParameters) => {
    const named = liveKeys(keys).find(({ kid }) => kid === header.kid);
    if (!named) throw new Error('signed with another key');
    return named.publicKey;
  };
  try {
    const { payload } = await jwtVerify(token, keyOf, {
      algorithms: ['EdDSA'],
      audience: AUDIENCE,
      issuer: ISSUER,
      typ: 'at+jwt',
      requiredClaims: ['exp', 'iat', 'sub'],
      currentDate: new Date(nowMs),
    });
    return claimsSchema.parse(payload);
  } catch (cause) {
    throw new AppError({
      code: 'auth.required',
      message: 'The access token is not valid or has expired.',
      cause,
    });
  }
}
