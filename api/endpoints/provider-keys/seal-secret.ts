import type { ProviderSecret } from '../../../contracts/provider-key.schema.ts';
import { apiBaseUrlOf, saveCarrierToken } from '../../../db/secrets/save-carrier-token.ts';
import { AppError } from '../../../domain/errors.ts';
import type { KeyVerdict } from '../../../domain/secrets/key-check.port.ts';
import type { Sealed } from '../../../domain/secrets/secret-box.port.ts';
import type { ApiDeps, Tx } from '../../deps.ts';
import { secretKind } from './provider-key-row.ts';

/** A secret that its provider did not refuse, sealed and ready to be stored. */
export interface SealedSecret {
  readonly sealed: Sealed;
  readonly verdict: KeyVerdict;
  /** The token of its carrier account, sealed for that; null where the provider is no carrier. */
  readonly carrierToken: Sealed | null;
}

type InOrg = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/**
 * Asks the provider about a secret and seals it; before the transaction that stores it, since a provider may take
 * seconds. Throws `provider_key.rejected`.
 */
export async function sealSecret(
  deps: ApiDeps,
  inOrg: InOrg,
  orgId: string,
  key: ProviderSecret,
): Promise<SealedSecret> {
  const verdict = await checkSecret(deps, inOrg, key);
  if (verdict.result === 'invalid') {
    throw new AppError({
      code: 'provider_key.rejected',
      errors: [{ pointer: '/secret', code: verdict.code, message: 'The provider does not accept it.' }],
    });
  }
  const { provider, secret } = key;
  const sealed = await deps.keys.box.seal(orgId, secretKind(provider), JSON.stringify({ provider, secret }));
  if (key.provider !== 'twilio') return { sealed, verdict, carrierToken: null };
  return { sealed, verdict, carrierToken: await deps.keys.sealCarrierToken(orgId, key.secret) };
}

/** What the provider says; a carrier account of ours is asked about where that account is reached. */
export async function checkSecret(deps: ApiDeps, inOrg: InOrg, key: ProviderSecret): Promise<KeyVerdict> {
  if (key.provider !== 'twilio') return deps.keys.checks.check(key);
  const baseUrl = await inOrg((tx) => apiBaseUrlOf(tx, key.provider, key.secret.accountSid));
  return deps.keys.checks.check(key, baseUrl ?? undefined);
}

/** Gives the carrier account of a key its new token, so that calls and webhooks use it from their next moment. */
export async function useForCarrier(
  deps: ApiDeps,
  tx: Tx,
  orgId: string,
  key: ProviderSecret,
  made: SealedSecret,
  keepPrevious: boolean,
): Promise<void> {
  if (key.provider !== 'twilio' || !made.carrierToken) return;
  const { accountSid } = key.secret;
  await saveCarrierToken(tx, {
    orgId,
    provider: key.provider,
    accountSid,
    sealed: made.carrierToken,
    apiBaseUrl: deps.keys.carrierBaseUrl,
    keepPrevious,
  });
}
