import { randomBytes } from 'node:crypto';
import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { hasOpenCalls, saveCarrierToken } from '../../../db/secrets/save-carrier-token.ts';
import { AppError } from '../../../domain/errors.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { audit } from '../../auth/audit.ts';
import { openSecret, providerKeyById } from './provider-key-row.ts';

/**
 * Destroys a key at once, the one before it included. A carrier's key cannot go while its calls are open. What it has
 * used stays counted.
 */
export const revokeProviderKey = defineEndpoint({
  id: 'revokeProviderKey',
  method: 'delete',
  path: '/api/v1/provider-keys/{id}',
  tag: 'provider-keys',
  summary: 'Revoke a provider key',
  auth: 'user',
  params: idParamsSchema,
  responses: { 204: { description: 'The key is gone.' } },
  errors: ['provider_key.in_use', 'provider_key.not_found', 'secret.unreadable'],
  handle: async (context) => {
    const { deps, inOrg, principal, params } = context;
    const { orgId } = principal;
    const row = await inOrg((tx) => providerKeyById(tx, params.id));
    const key = row.provider === 'twilio' ? await openSecret(deps.keys.box, orgId, row) : null;
    const accountSid = key?.provider === 'twilio' ? key.secret.accountSid : null;
    // A token that nobody knows: an empty one could sign webhooks.
    const nobodys =
      accountSid === null
        ? null
        : await deps.keys.sealCarrierToken(orgId, { accountSid, authToken: randomBytes(32).toString('hex') });
    await inOrg(async (tx) => {
      const { provider } = await providerKeyById(tx, params.id, true);
      if (accountSid !== null && nobodys !== null) {
        if (await hasOpenCalls(tx, provider, accountSid)) throw new AppError({ code: 'provider_key.in_use' });
        const account = { orgId, provider: 'twilio' as const, accountSid, sealed: nobodys };
        await saveCarrierToken(tx, { ...account, apiBaseUrl: deps.keys.carrierBaseUrl, keepPrevious: false });
      }
      await tx.query(
        `UPDATE provider_key SET state = 'revoked', ciphertext = '', previous_ciphertext = NULL,
           previous_key_version = NULL, previous_until = NULL, updated_at = clock_timestamp() WHERE id = $1`,
        [params.id],
      );
      const target = { kind: 'provider_key', id: params.id };
      await audit(tx, context, { action: 'provider_key.revoked', target, detail: { provider } });
    });
    return { status: 204 };
  },
});
