import type { ApiClient } from '../../client/api-client.ts';
import { API } from '../../client/operations.ts';
import type { ThingArgument } from '../../view/thing-argument.ts';
import { idOf, itemOf } from '../find-by-name.ts';
import type { ProviderKey } from './provider-secret.ts';

const BY_LABEL = ['provider key', ({ provider, label }: ProviderKey) => `${provider}/${label}`] as const;

/** Names a provider key by its id, or as PROVIDER/LABEL. */
export const PROVIDER_KEY: ThingArgument = {
  name: 'key',
  description: 'its id, or PROVIDER/LABEL',
  idOf: (api, typed) => idOf(api, API.listProviderKeys, typed, BY_LABEL),
};

/** The key that is named. Throws `CliFault` (4) when there is none, or it is revoked. */
export function providerKeyOf(api: ApiClient, typed: string): Promise<ProviderKey> {
  return itemOf(api, API.listProviderKeys, typed, BY_LABEL);
}
