import type { CarrierAccount } from '../../domain/call/carrier.port.ts';
import { carrierTokenKind } from '../../domain/secrets/carrier-token-kind.ts';
import { AppError } from '../../domain/errors.ts';
import type { SecretBox } from '../../domain/secrets/secret-box.port.ts';

/** The part of an account that names a token and holds it, sealed or, in rows of long ago and in tests, plain. */
export type TokenHolder = Pick<CarrierAccount, 'provider' | 'accountSid' | 'authToken'>;

/** Tokens of carrier accounts as `carrier_account.auth_token` holds them: `sealed:1:<organization>:<key>:<base64>`. */
export interface CarrierTokens {
  /** What the column shall hold for a token. */
  seal(orgId: string, holder: TokenHolder): Promise<string>;
  /** The token itself; one that is not sealed comes back as it is. Throws `secret.unreadable`. */
  open(holder: TokenHolder): Promise<string>;
}

const SEALED = /^sealed:1:(?<orgId>[0-9a-f-]{36}):(?<version>\d+):(?<ciphertext>[A-Za-z0-9+/]+=*)$/;

/** Whether the column's text is sealed. */
export function isSealedToken(text: string): boolean {
  return text.startsWith('sealed:');
}

/** The tokens over a secret box; one is bound to its organization, provider and account. */
export function createCarrierTokens(box: SecretBox): CarrierTokens {
  return {
    async seal(orgId, holder) {
      const { ciphertext, keyVersion } = await box.seal(orgId, carrierTokenKind(holder), holder.authToken);
      return `sealed:1:${orgId}:${keyVersion}:${ciphertext.toString('base64')}`;
    },
    async open(holder) {
      if (!isSealedToken(holder.authToken)) return holder.authToken;
      const { orgId, version, ciphertext } = SEALED.exec(holder.authToken)?.groups ?? {};
      if (!orgId || !ciphertext) throw new AppError({ code: 'secret.unreadable' });
      const sealed = { ciphertext: Buffer.from(ciphertext, 'base64'), keyVersion: Number(version) };
      return box.open(orgId, carrierTokenKind(holder), sealed);
    },
  };
}

/** The tokens of a process that has no key: plain ones only, for tests of adapters. */
export const plainCarrierTokens: Pick<CarrierTokens, 'open'> = {
  async open({ authToken }) {
    if (isSealedToken(authToken)) throw new AppError({ code: 'secret.unreadable' });
    return authToken;
  },
};
