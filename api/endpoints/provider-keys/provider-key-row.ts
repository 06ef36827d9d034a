import type { z } from 'zod';
import type {
  KeyProvider,
  ProviderSecret,
  providerKeySchema,
} from '../../../contracts/provider-key.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import type { KeyVerdict } from '../../../domain/secrets/key-check.port.ts';
import type { SecretBox } from '../../../domain/secrets/secret-box.port.ts';
import type { Tx } from '../../deps.ts';
import { toInstant, toInstantOrNull } from '../../http/instant.ts';

type ProviderKey = z.input<typeof providerKeySchema>;

/** A row of `provider_key`. */
export interface ProviderKeyRow {
  id: string;
  provider: KeyProvider;
  label: string;
  masked: string;
  ciphertext: Buffer;
  key_version: number;
  version: number;
  state: ProviderKey['state'];
  is_valid: boolean | null;
  validated_at: Date | null;
  validation_code: string | null;
  previous_until: Date | null;
  use_count: number;
  last_used_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

/** How a verdict is kept: `isValid` is null where the provider gave no answer. */
export function validationOf({ result, code }: KeyVerdict): {
  state: 'active' | 'invalid';
  isValid: boolean | null;
  code: string | null;
} {
  return {
    state: result === 'invalid' ? 'invalid' : 'active',
    isValid: result === 'unverified' ? null : result === 'valid',
    code,
  };
}

/** The contract shape of a key; never its secret. */
export function toProviderKey(row: ProviderKeyRow): ProviderKey {
  return {
    id: row.id,
    provider: row.provider,
    label: row.label,
    masked: row.masked,
    state: row.state,
    version: row.version,
    validation: {
      result: row.is_valid === null ? 'unverified' : row.is_valid ? 'valid' : 'invalid',
      code: row.validation_code,
      at: toInstantOrNull(row.validated_at),
    },
    previousUntil: toInstantOrNull(row.previous_until),
    useCount: row.use_count,
    lastUsedAt: toInstantOrNull(row.last_used_at),
    createdAt: toInstant(row.created_at),
    updatedAt: toInstant(row.updated_at),
  };
}

/** A key that is not revoked; throws `provider_key.not_found`. `lock` holds its row until the transaction ends. */
export async function providerKeyById(tx: Tx, id: string, lock = false): Promise<ProviderKeyRow> {
  const { rows } = await tx.query<ProviderKeyRow>(
    `SELECT * FROM provider_key WHERE id = $1 AND state <> 'revoked' ${lock ? 'FOR UPDATE' : ''}`,
    [id],
  );
  if (!rows[0]) throw new AppError({ code: 'provider_key.not_found' });
  return rows[0];
}

/** What a key's secret is bound to besides its organization. */
export function secretKind(provider: KeyProvider): string {
  return `provider_key:${provider}`;
}

/** The secret of a row, opened. */
export async function openSecret(
  box: SecretBox,
  orgId: string,
  row: ProviderKeyRow,
): Promise<ProviderSecret> {
  const sealed = { ciphertext: row.ciphertext, keyVersion: row.key_version };
  // Sealed by us as it was parsed.
  return JSON.parse(await box.open(orgId, secretKind(row.provider), sealed)) as ProviderSecret;
}
