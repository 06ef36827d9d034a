import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { providerKeySchema, rotateProviderKeySchema } from '../../../contracts/provider-key.schema.ts';
import { apiBaseUrlOf } from '../../../db/secrets/save-carrier-token.ts';
import { AppError } from '../../../domain/errors.ts';
import { maskSecret } from '../../../domain/secrets/mask-secret.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audit } from '../../auth/audit.ts';
import {
  openSecret,
  providerKeyById,
  type ProviderKeyRow,
  toProviderKey,
  validationOf,
} from './provider-key-row.ts';
import { sealSecret, useForCarrier } from './seal-secret.ts';

/**
 * Puts a new secret in the place of the old one, once its provider has not refused it. What begins from now on uses
 * the new one; the old one is kept for `keepPreviousSeconds`, for webhooks that are still signed with it.
 */
export const rotateProviderKey = defineEndpoint({
  id: 'rotateProviderKey',
  method: 'post',
  path: '/api/v1/provider-keys/{id}/rotate',
  tag: 'provider-keys',
  summary: 'Rotate without downtime',
  auth: 'user',
  params: idParamsSchema,
  body: rotateProviderKeySchema,
  responses: { 200: { description: 'The key, its new secret at work.', schema: providerKeySchema } },
  errors: ['provider_key.not_found', 'provider_key.rejected', 'secret.unreadable'],
  handle: async (context) => {
    const { deps, inOrg, principal, params, body } = context;
    const before = await inOrg((tx) => providerKeyById(tx, params.id));
    if (before.provider !== body.provider) refuse('/provider', 'The key is of another provider.');
    const old = await openSecret(deps.keys.box, principal.orgId, before);
    const isOtherAccount =
      body.provider === 'twilio' &&
      old.provider === 'twilio' &&
      old.secret.accountSid !== body.secret.accountSid;
    if (isOtherAccount) refuse('/secret/accountSid', 'A rotation keeps the account; store another key.');
    const made = await sealSecret(deps, inOrg, principal.orgId, body);
    const validation = validationOf(made.verdict);
    const row = await inOrg(async (tx) => {
      await providerKeyById(tx, params.id, true);
      const { rows } = await tx.query<ProviderKeyRow>(
        `UPDATE provider_key SET version = version + 1, ciphertext = $2, key_version = $3, masked = $4, state = $5,
           is_valid = $6::boolean, validation_code = $7,
           validated_at = CASE WHEN $6::boolean IS NOT NULL THEN clock_timestamp() END,
           previous_ciphertext = CASE WHEN $8 > 0 THEN ciphertext END,
           previous_key_version = CASE WHEN $8 > 0 THEN key_version END,
           previous_until = CASE WHEN $8 > 0 THEN clock_timestamp() + make_interval(secs => $8) END,
           updated_at = clock_timestamp()
         WHERE id = $1 RETURNING *`,
        [
          params.id,
          made.sealed.ciphertext,
          made.sealed.keyVersion,
          maskSecret(body),
          validation.state,
          validation.isValid,
          validation.code,
          body.keepPreviousSeconds,
        ],
      );
      // A rotation makes no account: one that is gone stays so.
      const accountSid = body.provider === 'twilio' ? body.secret.accountSid : '';
      if ((await apiBaseUrlOf(tx, body.provider, accountSid)) !== undefined) {
        await useForCarrier(deps, tx, principal.orgId, body, made, body.keepPreviousSeconds > 0);
      }
      const stored = rows[0];
      if (!stored) throw new AppError({ code: 'provider_key.not_found' });
      const target = { kind: 'provider_key', id: params.id };
      const detail = { version: stored.version, keepPreviousSeconds: body.keepPreviousSeconds };
      await audit(tx, context, { action: 'provider_key.rotated', target, detail });
      return stored;
    });
    return { status: 200, body: toProviderKey(row) };
  },
});

function refuse(pointer: string, message: string): never {
  throw new AppError({ code: 'request.not_valid', errors: [{ pointer, code: 'mismatch', message }] });
}
