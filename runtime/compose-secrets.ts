import type { Pool } from 'pg';
import { createSealedAuditKeys, installAuditKeys } from '../db/audit/audit-keys.ts';
import { createDataKeyStore, type InOrg } from '../db/secrets/data-key-store.ts';
import { withOrg } from '../db/tenant.ts';
import type { SecretBox } from '../domain/secrets/secret-box.port.ts';
import { createDataKeys, type DataKeys } from '../providers/secrets/data-keys.ts';
import type { KeyWrapper } from '../providers/secrets/key-wrapper.port.ts';
import { createLocalKeyWrapper, type KeyEncryptionKeys } from '../providers/secrets/local-key-wrapper.ts';
import { createSecretBox } from '../providers/secrets/secret-box.ts';
import type { Config } from './config.ts';
import { createPayloadKeys, type PayloadKeys } from './payload-keys.ts';

/** What keeps the secrets of a process. */
export interface Secrets {
  readonly wrapper: KeyWrapper;
  readonly dataKeys: DataKeys;
  readonly box: SecretBox;
  readonly payloadKeys: PayloadKeys;
}

/** The key-encryption keys of the configuration. */
export function keyEncryptionKeys(
  config: Pick<Config, 'EVERCALL_KEK' | 'EVERCALL_KEK_PREVIOUS'>,
): KeyEncryptionKeys {
  const previous = config.EVERCALL_KEK_PREVIOUS;
  return {
    current: Buffer.from(config.EVERCALL_KEK, 'base64'),
    ...(previous !== undefined && { previous: Buffer.from(previous, 'base64') }),
  };
}

/** Secret box and audit keys of a process over its database. EFFECT: `recordAudit` has sealed keys from now on. */
export function composeSecrets(keks: KeyEncryptionKeys, pool: Pool): Secrets {
  const wrapper = createLocalKeyWrapper(keks);
  const over = (inOrg: InOrg) => createDataKeys(createDataKeyStore(inOrg), wrapper);
  const dataKeys = over((orgId, work) => withOrg(pool, orgId, work));
  // In the transaction of the caller: another connection could wait for this one.
  installAuditKeys(createSealedAuditKeys((tx) => createSecretBox(over((_orgId, work) => work(tx)))));
  const payloadKeys = createPayloadKeys(dataKeys, keks);
  return { wrapper, dataKeys, box: createSecretBox(dataKeys), payloadKeys };
}
