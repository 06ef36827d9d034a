import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { providerKeySchema } from '../../../contracts/provider-key.schema.ts';
import { raiseNotification } from '../../../db/notifications/raise-notification.ts';
import { countKeyUse } from '../../../db/secrets/count-key-use.ts';
import { recordEvent } from '../../../db/webhooks/record-event.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audit } from '../../auth/audit.ts';
import { openSecret, providerKeyById, toProviderKey, validationOf } from './provider-key-row.ts';
import { checkSecret } from './seal-secret.ts';

/**
 * Asks the provider whether it accepts the key. When it cannot be asked, `validation` stays what it was and its code
 * says why: a key is never called good or bad by silence.
 */
export const validateProviderKey = defineEndpoint({
  id: 'validateProviderKey',
  method: 'post',
  path: '/api/v1/provider-keys/{id}/validate',
  tag: 'provider-keys',
  summary: 'Validate the key against its provider',
  auth: 'user',
  params: idParamsSchema,
  responses: { 200: { description: 'The key with what its provider said.', schema: providerKeySchema } },
  errors: ['provider_key.not_found', 'secret.unreadable'],
  handle: async (context) => {
    const { deps, inOrg, principal, params } = context;
    const asked = await inOrg((tx) => providerKeyById(tx, params.id));
    const verdict = await checkSecret(deps, inOrg, await openSecret(deps.keys.box, principal.orgId, asked));
    const { state, isValid, code } = validationOf(verdict);
    const row = await inOrg(async (tx) => {
      // Rotated meanwhile, the answer is about a key that is no more.
      const changed = await tx.query<{ was: string }>(
        `UPDATE provider_key SET validation_code = $3, updated_at = clock_timestamp(),
           state = CASE WHEN $4::boolean IS NULL THEN state ELSE $5 END,
           is_valid = coalesce($4::boolean, is_valid),
           validated_at = CASE WHEN $4::boolean IS NULL THEN validated_at ELSE clock_timestamp() END
         WHERE id = $1 AND version = $2 AND state <> 'revoked' RETURNING old.state AS was`,
        [params.id, asked.version, code, isValid, state],
      );
      await countKeyUse(tx, principal.orgId, params.id, { hasFailed: verdict.result !== 'valid' });
      const stored = await providerKeyById(tx, params.id);
      if (stored.state === 'invalid' && changed.rows[0]?.was === 'active') {
        await recordEvent(tx, 'provider_key.invalid', params.id);
        await raiseNotification(tx, 'provider_key.invalid', params.id);
      }
      const detail = { result: verdict.result, code };
      const target = { kind: 'provider_key', id: params.id };
      await audit(tx, context, { action: 'provider_key.validated', target, detail });
      return stored;
    });
    return { status: 200, body: toProviderKey(row) };
  },
});
