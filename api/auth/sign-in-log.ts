import { createHmac } from 'node:crypto';
import type { Request } from 'express';
import { AppError } from '../../domain/errors.ts';
import { requestIdOf } from '../http/request-log.ts';
import type { TokenKeyRing } from './token-keys.ts';

/** Who is signing in: with which address, as which kind of account. */
export interface SigningIn {
  readonly as: 'user' | 'operator';
  readonly email: string;
}

/**
 * Runs a sign-in and leaves its security entry: a `warn` line for each refusal, with its code, and an `info` line for
 * an operator who was let in; those of users are in the audit log. The address stands there as a keyed hash alone, so
 * that lines of one address are found together and nobody reads it.
 */
export async function loggedSignIn<T>(
  { req, keys, who }: { req: Request; keys: TokenKeyRing; who: SigningIn },
  signIn: () => Promise<T>,
): Promise<T> {
  const about = {
    requestId: requestIdOf(req),
    accountKind: who.as,
    addressHash: addressHash(keys, who.email),
  };
  try {
    const answer = await signIn();
    if (who.as === 'operator') req.log.info(about, 'an operator signed in');
    return answer;
  } catch (error) {
    const isRefusal =
      error instanceof AppError && (error.kind === 'unauthenticated' || error.kind === 'throttled');
    if (isRefusal) req.log.warn({ ...about, code: error.code }, 'a sign-in was refused');
    throw error;
  }
}

/** 22 characters that stand for an address, whatever its letter case, as long as the key is the same. */
export function addressHash({ current }: TokenKeyRing, email: string): string {
  const mac = createHmac('sha256', current.addressLogKey).update(email.trim().toLowerCase());
  return mac.digest('base64url').slice(0, 22);
}
