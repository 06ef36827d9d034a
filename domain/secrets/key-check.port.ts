import type { ProviderSecret } from '../../contracts/provider-key.schema.ts';

/** What a provider says of a key. `unverified`: it could not be asked, or did not answer as it does. */
export type KeyVerdict =
  | { readonly result: 'valid'; readonly code: string | null }
  | { readonly result: 'invalid' | 'unverified'; readonly code: string };

/** Asks providers about keys. Never throws for what a network or a provider can do; bounded by a deadline. */
export interface KeyChecks {
  /** `baseUrl` is asked instead of the provider's own address: that of an emulated account. */
  check(secret: ProviderSecret, baseUrl?: string): Promise<KeyVerdict>;
}
