import { idParamsSchema } from '../../../contracts/common.schema.ts';
import { AppError } from '../../../domain/errors.ts';
import { audit } from '../../auth/audit.ts';
import { defineEndpoint } from '../../endpoint.ts';

/** Ends an API key for good; doing it again changes nothing. */
export const revokeApiKey = defineEndpoint({
  id: 'revokeApiKey',
  method: 'delete',
  path: '/api/v1/api-keys/{id}',
  tag: 'api-keys',
  summary: 'Revoke an API key',
  description: 'It is refused within two seconds.',
  auth: 'person',
  params: idParamsSchema,
  responses: { 204: { description: 'It does not work any more.' } },
  errors: ['api_key.not_found'],
  handle: async ({ deps, req, inOrg, principal, params, afterCommit }) => {
    await inOrg(async (tx) => {
      const { rows } = await tx.query<{ was_open: boolean }>(
        `UPDATE api_key SET revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE id = $1
         RETURNING old.revoked_at IS NULL AS was_open`,
        [params.id],
      );
      if (!rows[0]) throw new AppError({ code: 'api_key.not_found' });
      if (!rows[0].was_open) return;
      const target = { kind: 'api_key', id: params.id };
      await audit(tx, { req, principal }, { action: 'api_key.revoked', target });
    });
    afterCommit(async () => deps.gate.forget());
    return { status: 204 };
  },
});
