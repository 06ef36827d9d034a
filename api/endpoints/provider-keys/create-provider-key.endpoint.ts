import { createProviderKeySchema, providerKeySchema } from '../../../contracts/provider-key.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { maskSecret } from '../../../domain/secrets/mask-secret.ts';
import { actorIdOf } from '../../auth/principal.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audit } from '../../auth/audit.ts';
import { type ProviderKeyRow, toProviderKey, validationOf } from './provider-key-row.ts';
import { sealSecret, useForCarrier } from './seal-secret.ts';

/**
 * Stores a key that its provider accepts, or that it could not be asked about; then it is `unverified`. No
 * Idempotency-Key: what is kept of one would tell of the secret; the label already keeps two apart.
 */
export const createProviderKey = defineEndpoint({
  id: 'createProviderKey',
  method: 'post',
  path: '/api/v1/provider-keys',
  tag: 'provider-keys',
  summary: 'Store a provider key, encrypted',
  auth: 'user',
  body: createProviderKeySchema,
  responses: { 201: { description: 'The key, masked.', schema: providerKeySchema } },
  errors: [
    'provider_key.label_taken',
    'provider_key.rehearsal',
    'provider_key.rejected',
    'secret.unreadable',
  ],
  handle: async (context) => {
    const { deps, inOrg, principal, body } = context;
    const { label, provider } = body;
    const made = await sealSecret(deps, inOrg, principal.orgId, body);
    const validation = validationOf(made.verdict);
    const row = await inOrg(async (tx) => {
      const { rows } = await tx.query<ProviderKeyRow>(
        `INSERT INTO provider_key (org_id, provider, label, masked, ciphertext, key_version, state, is_valid,
                                   validated_at, validation_code, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8::boolean,
                 CASE WHEN $8::boolean IS NOT NULL THEN clock_timestamp() END, $9, $10)
         ON CONFLICT (org_id, provider, label) WHERE state <> 'revoked' DO NOTHING RETURNING *`,
        [
          principal.orgId,
          provider,
          label,
          maskSecret(body),
          made.sealed.ciphertext,
          made.sealed.keyVersion,
          validation.state,
          validation.isValid,
          validation.code,
          principal.userId,
        ],
      );
      const stored = rows[0];
      if (!stored) throw new AppError({ code: 'provider_key.label_taken' });
      await useForCarrier(deps, tx, principal.orgId, body, made, true);
      const detail = { provider, by: actorIdOf(principal), validation: made.verdict.result };
      const target = { kind: 'provider_key', id: stored.id };
      await audit(tx, context, { action: 'provider_key.created', target, detail });
      return stored;
    });
    return { status: 201, body: toProviderKey(row) };
  },
});
