import type { KeyChecks } from '../domain/secrets/key-check.port.ts';
import type { Sealed, SecretBox } from '../domain/secrets/secret-box.port.ts';
import { carrierTokenKind } from '../domain/secrets/carrier-token-kind.ts';

/** What the provider keys of organizations are handled with. */
export interface KeyDesk {
  readonly box: SecretBox;
  readonly checks: KeyChecks;
  /** A Twilio account's token as its row keeps it. */
  readonly sealCarrierToken: (
    orgId: string,
    account: { accountSid: string; authToken: string },
  ) => Promise<Sealed>;
  /** Where a new carrier account is reached; null is the real carrier. */
  readonly carrierBaseUrl: string | null;
}

/** The desk over a secret box and the providers. */
export function createKeyDesk(box: SecretBox, checks: KeyChecks, carrierBaseUrl: string | null): KeyDesk {
  return {
    box,
    checks,
    sealCarrierToken: (orgId, { accountSid, authToken }) =>
      box.seal(orgId, carrierTokenKind({ provider: 'twilio', accountSid }), authToken),
    carrierBaseUrl,
  };
}
