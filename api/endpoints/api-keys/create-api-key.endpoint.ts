import { randomBytes } from 'node:crypto';
import { createApiKeySchema, newApiKeySchema } from '../../../contracts/api-key.schema.ts';
import { mayMakeApiKey } from '../../../db/identity/api-key.ts';
import { tokenHash } from '../../../db/identity/token-hash.ts';
import { AppError } from '../../../domain/errors.ts';
import { audit } from '../../auth/audit.ts';
import { defineEndpoint } from '../../endpoint.ts';
import { API_KEY_COLUMNS, type ApiKeyRow, toApiKey } from './api-key-view.ts';

/** Characters of a key that stay readable, to tell keys apart: `ck_live_` and four of its 43. */
const PREFIX_LENGTH = 12;

/** Makes an API key; its secret is in this answer and nowhere else, so no Idempotency-Key repeats it. */
export const createApiKey = defineEndpoint({
  id: 'createApiKey',
  method: 'post',
  path: '/api/v1/api-keys',
  tag: 'api-keys',
  summary: 'Create an API key, shown once',
  description:
    'A key may do what its scopes name and its role allows. Only its hash is stored. It ends with the account of who made it, or when that account gets a lower role.',
  auth: 'person',
  body: createApiKeySchema,
  responses: { 201: { description: 'The key with its secret.', schema: newApiKeySchema } },
  errors: [],
  handle: async ({ req, inOrg, principal, body }) => {
    const key = `ck_live_${randomBytes(32).toString('base64url')}`;
    const scopes = [...new Set(body.scopes)].toSorted();
    const row = await inOrg(async (tx) => {
      if (!(await mayMakeApiKey(tx, principal.userId, principal.role)))
        throw new AppError({ code: 'auth.required', message: 'The session has ended.' });
      const { rows } = await tx.query<ApiKeyRow>(
        `INSERT INTO api_key (org_id, name, prefix, key_hash, role, scopes, expires_at, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(days => $7), $8)
         RETURNING ${API_KEY_COLUMNS}`,
        [
          principal.orgId,
          body.name,
          key.slice(0, PREFIX_LENGTH),
          tokenHash(key),
          body.role,
          scopes,
          body.expiresInDays,
          principal.userId,
        ],
      );
      const made = rows[0];
      if (!made) throw new AppError({ code: 'internal.unexpected', message: 'The key was not written.' });
      const target = { kind: 'api_key', id: made.id };
      await audit(tx, { req, principal }, { action: 'api_key.created', target, detail: { scopes } });
      return made;
    });
    return { status: 201, body: { ...toApiKey(row), key } };
  },
});
